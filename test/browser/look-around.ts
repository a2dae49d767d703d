// Whoever looks at each page that a story passes: on every device nobody is shut out of it, and nothing sticks out.
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { type DeviceName, devices } from './devices.ts';

/** Gives the pages that are opened from now on what they are looked at with. */
export async function bringGlasses(page: Page): Promise<void> {
  // They are put on where somebody looks: to send them to each page that is costs as much as the look.
  await page.addInitScript({ content: `window.putGlassesOn = () => {${axe.source}}` });
}

/** Makes the window that of the device. */
export async function turnTo(page: Page, device: DeviceName): Promise<void> {
  const { viewport, colorScheme } = devices[device];
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
}

export async function expectNobodyShutOut(page: Page, device: DeviceName): Promise<void> {
  const told = await page.evaluate<string[]>(look);
  expect(told, `accessibility of ${page.url()} (${device})`).toEqual([]);
}

export async function expectNothingSticksOut(page: Page, device: DeviceName): Promise<void> {
  const surplus = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(surplus, `pixels that ${page.url()} is wider than its window (${device})`).toBeLessThanOrEqual(0);
}

/** What depends on the size of the window and on its colours, where the same elements are to be seen. */
const ofLayout = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable'];

const look = `(async () => {
  if (!window.axe) putGlassesOn();
  // Colours that are on their way to those of the other scheme are nobody's.
  for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
  const visible = (each) => Number(each.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const seen = document.documentElement.outerHTML + [...document.querySelectorAll('*')].map(visible).join('');
  const again = window.seenBefore === seen;
  const options = { resultTypes: ['violations'], ...(again && { runOnly: ${JSON.stringify(ofLayout)} }) };
  const { violations } = await axe.run(document, options);
  if (violations.length === 0) window.seenBefore = seen;
  return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', '));
})()`;
