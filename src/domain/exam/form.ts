// A form: the paper of one attempt, frozen before the clock starts; nothing is shuffled or looked up afresh when it is read.

export interface FormSlot {
  /** "s1", "s2" ... in the order of the paper. */
  readonly slot: string;
  /** `<item>:<version>`. */
  readonly itemVersion: string;
  /** Option ids in the order shown; empty for items whose codes are typed. */
  readonly optionOrder: readonly string[];
  readonly section: string;
  readonly leaf: string;
  /** Whole points for full credit. */
  readonly points: number;
  /** Unscored items are shown like any other and leave no trace in the score. */
  readonly isPretest: boolean;
}

export interface FormSection {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
}

export interface Form {
  readonly id: string;
  readonly organizationId: string;
  readonly blueprint: { readonly id: string; readonly version: number };
  readonly seed: number;
  readonly sections: readonly FormSection[];
  readonly slots: readonly FormSlot[];
}
