export class AnswerTooLarge extends Error {}

/**
 * The body of an answer, up to so many bytes: whoever is asked decides on no more of our memory.
 * @throws AnswerTooLarge
 */
export async function readLimited(response: Response, limit = 16 * 1024): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
