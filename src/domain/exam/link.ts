// How a link in the LMS names its exam, so that a link copied with its custom parameters finds it again.

/** Name of the custom parameter that carries the exam's id. */
export const examParameter = 'resit_exam';
