// Mock exams as evidence: what the exam room scored is copied into the student's file, where resets and later settings cannot take it away.

import type { Attempt } from '../../domain/exam/attempt.ts';
import { approximately, percentOf } from '../../domain/exam/fraction.ts';
import type { ExamStore } from '../../stores/exam-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { ScoreStore } from '../../stores/score-store.ts';

interface Needs {
  readonly files: StudentFileStore;
  readonly exams: ExamStore;
  readonly scores: ScoreStore;
}

export type MockEvidenceService = ReturnType<typeof mockEvidenceService>;

export function mockEvidenceService({ files, exams, scores }: Needs) {
  return {
    /**
     * Notes a scored attempt in its student's file, or that it was voided. Previews are nobody's evidence. Repeating it changes
     * nothing, and an older score never replaces a newer one. Whether a score was noted that was not there.
     */
    async note(attempt: Attempt): Promise<boolean> {
      if (attempt.isPreview) return false;
      if (attempt.state === 'voided') {
        await files.voidMock(attempt, attempt.id);
        return false;
      }
      const { end, scoreVersion } = attempt;
      if (!end || scoreVersion === 0) return false;
      const [exam, score] = await Promise.all([
        exams.version(attempt.examId, attempt.examVersion),
        scores.find(attempt.id, scoreVersion),
      ]);
      if (!exam || !score) return false;
      return files.noteMock(attempt, attempt.id, {
        examId: attempt.examId,
        title: exam.settings.title,
        at: end.at,
        score: approximately(percentOf(score.weighted)),
        kind: exam.settings.countsAs,
        isPassed: score.isPassed,
        isValid: true,
        version: scoreVersion,
      });
    },
  };
}
