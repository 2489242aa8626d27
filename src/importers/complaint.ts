// What an importer could not take: where it stands in the file, what is wrong, and how to cure it.

export interface Complaint {
  /** From 1; null where the whole file is meant. */
  readonly line: number | null;
  readonly message: string;
}

/** More than these help nobody. */
export const mostComplaints = 60;

/** The first complaints, and one that counts the rest. */
export function shortened(complaints: readonly Complaint[]): Complaint[] {
  if (complaints.length <= mostComplaints) return [...complaints];
  const rest = complaints.length - mostComplaints;
  return [
    ...complaints.slice(0, mostComplaints),
    {
      line: null,
      message: `There are ${rest} more complaints of this kind. Put the first ones right and import again.`,
    },
  ];
}
