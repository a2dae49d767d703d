import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { isOutage } from '../../../platform/database/index.ts';
import { openRelyingParty } from './relying-party.ts';

test('where our own provider takes no connection the code is not taken for a wrong one', async (t) => {
  const deps = { issuer: 'https://account.example.com', sealing: { digest: () => 'secret' } };
  const full = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => full.listen(0, '127.0.0.1', resolve));
  t.after(() => full.close());
  const { port } = full.address() as { port: number };
  const relyingParty = openRelyingParty(deps, () => `http://127.0.0.1:${port}`);
  const { begun } = await relyingParty.begin();
  const callback = new URL(
    `/account/callback?code=code&state=${begun.state}&iss=${deps.issuer}`,
    deps.issuer,
  );
  await assert.rejects(relyingParty.finish(callback, begun), isOutage);
});
