import type { BannerContent } from './banner.ts';
import type { Html, Part } from './html.ts';

/** Whose pages these are. */
export interface Brand {
  name: string;
  /** Safe inline SVG. */
  mark: string;
  /** Address of the stylesheet with the brand's colours (`brandAsset`); without it pages have the default ones. */
  stylesheet?: string | undefined;
  /** Address of the picture in the browser's tab; the demo brand's mark where there is none. */
  icon?: string | undefined;
}

/** What every page needs from its request. */
export interface Shell {
  brand: Brand;
  /** Finds this request in the logs; people read it out to support. */
  reference: string;
  /** `false` leaves the client scripts out. */
  script?: boolean | undefined;
  /** The name of whoever is signed in, on the pages that are theirs; the header shows it with the way out. */
  signedInAs?: string | undefined;
  /** Whether the page answers a form: going back to it must not send the form again. */
  answersForm?: boolean | undefined;
  /** Whether a form was not taken a moment ago, and what was wrong with it is not known any more. */
  refusalIsLost?: boolean | undefined;
}

/** The information panel: which service the person came from, and what happens. */
export interface Panel {
  service: string;
  /** The CSS class that sets `--service`: see `serviceClass`. */
  serviceClass: string;
  /** One sentence on what is happening. */
  now: string;
  /** One sentence on what comes next. */
  next: string;
}

/** Something to put right. It is shown in the summary at the top, and at its field. */
export interface Problem {
  /** The name of the form field that it is about. */
  field?: string | undefined;
  message: string;
}

export interface Link {
  href: string;
  text: string;
}

/** The pages of a place that has several: on the left, above the work where the screen is narrow. */
export interface Navigation {
  label: string;
  items: readonly (Link & { current: boolean })[];
}

export interface PageContent {
  /** The title of the window, and the heading where there is no `heading`. */
  title: string;
  heading?: Part;
  /** At most two sentences under the heading. */
  intro?: Part;
  panel?: Panel | undefined;
  /** Instead of a panel. */
  navigation?: Navigation | undefined;
  back?: Link | undefined;
  progress?: { step: number; of: number; name: string } | undefined;
  problems?: readonly Problem[] | undefined;
  notice?: BannerContent | undefined;
  body: Html;
  /** For reading and tables: 46 rem instead of 26. */
  wide?: boolean | undefined;
  /** Loads the page again (or `href`) after that many seconds, also without JavaScript. */
  refresh?: { seconds: number; href?: string | undefined } | undefined;
}
