import assert from 'node:assert/strict';
import { onDatabase } from '../../../../test/support/databases.ts';
import { oidcTables, oidcWorld } from '../../../../test/support/oidc-world.ts';

for (const kind of ['sqlite', 'postgres'] as const) {
  onDatabase(
    kind,
    'a single sign-on hop takes three writes at a first visit, and two after it',
    async ({ open }, t) => {
      const written: string[] = [];
      const world = await oidcWorld(open({ onWrite: (sql) => written.push(sql) }), t);
      const hosting = await world.service('hosting');
      const browser = world.browser();
      await hosting.send(browser);
      await browser.visit(`${browser.url.pathname}/as/ada`);
      world.links.set('ada cloud', { id: 'c-1', username: 'ada', access: 'linked' });
      const cloud = await world.service('cloud');
      for (const most of [3, 2, 2]) {
        written.length = 0;
        const sent = await cloud.send(browser);
        await sent.tokens(browser);
        assert.equal(written.length, most, written.join('\n'));
      }
    },
    oidcTables,
  );
}
