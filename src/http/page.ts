// What the layout prints around every page: who is here, where they are, and whose clock the times follow.

export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
  /** How many things wait there; "" where counting says nothing. */
  readonly count: string;
}

/** Exactly the names that `layout.hbs` prints; every page's view carries one as `page`. */
export interface Page {
  /** The document's title; the page's own heading stands in the page. */
  readonly title: string;
  readonly courseTitle: string;
  /** "" where the platform gave no name. */
  readonly personName: string;
  /** "student", "instructor", "preview as student". */
  readonly roleWords: string;
  readonly tabs: readonly Tab[];
  /** "Times are Chicago time, your own setting." */
  readonly zoneWords: string;
  /** Whether the browser is to be asked for its zone, because nobody has named one. */
  readonly guessesZone: boolean;
  /** Whom to ask, or "". */
  readonly helpWords: string;
  readonly csrf: string;
  readonly nonce: string;
  /** `/s/<launch>`: every address of a page begins with it. */
  readonly base: string;
}
