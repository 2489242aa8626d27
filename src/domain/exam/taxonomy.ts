// The taxonomies by which items are found, drawn and reported: the CPC exam's domains, the four sections of the seed, and subtopics.

export interface Leaf {
  readonly id: string;
  readonly title: string;
}

/** Domains of the real CPC exam, by which items are stored. Titles are ours; the number series are the exam's own division. */
export const aapcLeaves = [
  { id: 'surgery-10000', title: 'Surgery, 10000 series: integumentary' },
  { id: 'surgery-20000', title: 'Surgery, 20000 series: musculoskeletal' },
  { id: 'surgery-30000', title: 'Surgery, 30000 series: respiratory and cardiovascular' },
  { id: 'surgery-40000', title: 'Surgery, 40000 series: digestive' },
  { id: 'surgery-50000', title: 'Surgery, 50000 series: urinary and genital' },
  { id: 'surgery-60000', title: 'Surgery, 60000 series: endocrine, nervous, eye and ear' },
  { id: 'evaluation-management', title: 'Evaluation and management' },
  { id: 'anesthesia', title: 'Anesthesia' },
  { id: 'radiology', title: 'Radiology' },
  { id: 'pathology-laboratory', title: 'Pathology and laboratory' },
  { id: 'medicine', title: 'Medicine' },
  { id: 'medical-terminology', title: 'Medical terminology' },
  { id: 'anatomy', title: 'Anatomy' },
  { id: 'icd-10-cm', title: 'ICD-10-CM' },
  { id: 'hcpcs-ii', title: 'HCPCS Level II' },
  { id: 'coding-guidelines', title: 'Coding guidelines' },
  { id: 'compliance-regulatory', title: 'Compliance and regulatory' },
  { id: 'cases', title: 'Cases' },
] as const satisfies readonly Leaf[];

const seedLeaves = [
  { id: 'medical-concepts', title: 'Medical Concepts' },
  { id: 'surgery-modifiers', title: 'Surgery and Modifiers' },
  { id: 'guidelines-regulations', title: 'Guidelines and Regulations' },
  { id: 'other', title: 'Other' },
] as const satisfies readonly Leaf[];

export const subtopicLeaves = [
  { id: 'medical-terminology', title: 'Medical terminology' },
  { id: 'anatomy', title: 'Anatomy' },
  { id: 'icd-10-coding', title: 'ICD-10 coding' },
  { id: 'hcpcs-coding', title: 'HCPCS coding' },
  { id: 'cpt-coding', title: 'CPT coding' },
  { id: 'modifiers', title: 'Modifiers' },
  { id: 'evaluation-and-management', title: 'Evaluation and management' },
  { id: 'guidelines', title: 'Guidelines' },
  { id: 'compliance', title: 'Compliance' },
  { id: 'reimbursement', title: 'Reimbursement' },
  { id: 'documentation', title: 'Documentation' },
] as const satisfies readonly Leaf[];

export type AapcLeaf = (typeof aapcLeaves)[number]['id'];
export type SeedLeaf = (typeof seedLeaves)[number]['id'];
export type Subtopic = (typeof subtopicLeaves)[number]['id'];
export type TaxonomyName = 'aapc' | 'seed' | 'subtopic';

/** An item's place in every taxonomy at once. */
export type TaxonomyPlaces = Readonly<Record<TaxonomyName, string>>;

const surgery = aapcLeaves.filter((leaf) => leaf.id.startsWith('surgery-')).map((leaf) => leaf.id);
const sectionOfDomain = new Map<string, SeedLeaf>([
  ...surgery.map((id): [string, SeedLeaf] => [id, 'surgery-modifiers']),
  ['coding-guidelines', 'guidelines-regulations'],
  ['compliance-regulatory', 'guidelines-regulations'],
  ['cases', 'other'],
]);

/** The seed's section to which a domain of the real exam belongs; what is named nowhere else is a medical concept. */
export function seedSectionOf(domain: string): SeedLeaf {
  return sectionOfDomain.get(domain) ?? 'medical-concepts';
}

/** The leaves of a taxonomy, in the order in which reports list them. */
export function leavesOf(taxonomy: TaxonomyName): readonly Leaf[] {
  return { aapc: aapcLeaves, seed: seedLeaves, subtopic: subtopicLeaves }[taxonomy];
}

/** The title of a leaf, or its id where a provider's own leaf is not known here. */
export function leafTitle(taxonomy: TaxonomyName, id: string): string {
  return leavesOf(taxonomy).find((leaf) => leaf.id === id)?.title ?? id;
}
