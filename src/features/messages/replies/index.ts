// What a server's refusal means: whether the mailbox is the trouble, or the receiving side does not want it.
export { classifyReply, type Reply } from './classify-reply.ts';
