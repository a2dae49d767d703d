// What a server's refusal means: whether the mailbox is the trouble, or the receiving side does not want it.
//   classify-reply.ts    weighs words and codes
//   known-words.ts       the words of the large providers and of the usual servers, as a table
//   absent-words.ts      those of them that say that there is no such mailbox
//   status-verdicts.ts   what enhanced status codes mean
export { absentWords } from './absent-words.ts';
export { classifyLastReply, classifyReply, type Reply, statusIn } from './classify-reply.ts';
