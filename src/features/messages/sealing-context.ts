/** Fields of one message cannot be put into another. */
export const sealingContext = (messageId: string): string => `message:${messageId}`;
