// Bare argon2id, with the product's parameters and nothing else in the process: told milliseconds, it answers with
// hashes per second.
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const password = 'a lantern over wide water';
const encoded = await hash(password, options);

process.on('message', async (milliseconds: number) => {
  const startedAt = performance.now();
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - startedAt < milliseconds) {
      await verify(encoded, password);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  process.send?.((done * 1000) / (performance.now() - startedAt));
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
