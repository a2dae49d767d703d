import type { PageContext } from '../../../platform/http/index.ts';
import type { Brand, Shell } from '../../../ui/index.ts';
import { refusalIsLost } from '../refusals/refused-form.ts';

/** What each page needs of its request: whose page it is, and the reference number at its foot. */
export const shellFor =
  (brand: Brand) =>
  (c: PageContext): Shell => ({
    brand,
    reference: c.get('reference'),
    answersForm: c.req.method === 'POST',
    refusalIsLost: refusalIsLost(c),
  });
