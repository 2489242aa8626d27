// Presets: published policies in our language, to start from; each names the published policy it comes from.
import architectureAndSchool from './architecture-and-school.json' with { type: 'json' };
import barAndTeaching from './bar-and-teaching.json' with { type: 'json' };
import behaviorAnalysis from './behavior-analysis.json' with { type: 'json' };
import driving from './driving.json' with { type: 'json' };
import financeAndAccountancy from './finance-and-accountancy.json' with { type: 'json' };
import humanResources from './human-resources.json' with { type: 'json' };
import informationTechnology from './information-technology.json' with { type: 'json' };
import licenses from './licenses.json' with { type: 'json' };
import medicalCoding from './medical-coding.json' with { type: 'json' };
import nursing from './nursing.json' with { type: 'json' };
import projectManagement from './project-management.json' with { type: 'json' };
import testPreparation from './test-preparation.json' with { type: 'json' };
import vouchers from './vouchers.json' with { type: 'json' };
import gaps from './gaps.json' with { type: 'json' };

/** A published policy, or one part of it, as a policy of our language. */
export interface Preset {
  readonly id: string;
  /** The published policy it was made from ("P01"). One text may give several: a stage after each fail, a variant. */
  readonly source: string;
  readonly title: string;
  /** How the text was read where it leaves something open. */
  readonly readings: readonly string[];
  /** The raw policy. It must still be given the provider's own zone, dates and version before it is published. */
  readonly policy: unknown;
}

/** A published policy that cannot be expressed because its text, as stored, lacks the words. */
export interface Gap {
  readonly source: string;
  /** What the text does not say. */
  readonly lacks: readonly string[];
  /** The words of the survey that show where it ends. */
  readonly quote: string;
}

interface WrittenPreset extends Omit<Preset, 'readings'> {
  readonly readings?: readonly string[];
}

const written: readonly WrittenPreset[] = [
  ...medicalCoding,
  ...projectManagement,
  ...humanResources,
  ...informationTechnology,
  ...licenses,
  ...financeAndAccountancy,
  ...nursing,
  ...behaviorAnalysis,
  ...barAndTeaching,
  ...testPreparation,
  ...driving,
  ...architectureAndSchool,
  ...vouchers,
];

/** All presets, by sector. */
export const presets: readonly Preset[] = written.map((preset) => ({ ...preset, readings: preset.readings ?? [] }));

/** The published policies without a preset, and why. */
export const presetGaps: readonly Gap[] = gaps;

/** The preset of an id; undefined if there is none. */
export function presetOf(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
