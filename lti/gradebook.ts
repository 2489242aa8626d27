// The gradebook of a platform (Assignment and Grade Services 2.0): sends final scores, withdraws them, reads results.
import { z } from 'zod';
import { parsedJson } from './json.ts';
import { canvasSubmission, mediaTypes, scopes } from './claims.ts';
import type { Gradebook, GradebookResult, PlatformKind, PlatformRegistry, ScoreOutcome, ScoreToSend } from './ports.ts';
import type { Clock, ScoreToWithdraw } from './ports.ts';
import { outcomeOfFailure, readScoreAnswer } from './score-answers.ts';
import type { ServiceClient } from './service-client.ts';
import { ServiceFailure } from './service-failure.ts';

interface GradebookParts {
  client: ServiceClient;
  registry: Pick<PlatformRegistry, 'get'>;
  clock: Clock;
}

/** An id as text; some platforms write numbers. */
const id = z.union([z.string().min(1), z.number()]).transform(String);

const result = z.object({
  userId: id,
  resultScore: z.number().nullish().catch(null),
  resultMaximum: z.number().nullish().catch(null),
  comment: z.string().nullish().catch(null),
});
const lineItem = z.object({
  id: z.string(),
  resourceLinkId: id.nullish().catch(null),
  resourceId: id.nullish().catch(null),
});

/** Whatever the platform answers is a value; only faults of ours are thrown. */
export function gradebook({ client, registry, clock }: GradebookParts): Gradebook {
  type Target = Pick<ScoreToSend, 'platformId' | 'lineItem' | 'lookUp'>;

  /** Sends; looks the column up once if it has gone. */
  async function send(target: Target, body: object): Promise<ScoreOutcome> {
    try {
      const first = await post(target.platformId, target.lineItem, body);
      if (first.kind === 'sent') return { kind: 'sent', lineItem: target.lineItem };
      if (first.kind !== 'missing') return first;
      const found = await lookUp(target);
      const second = found === null ? first : await post(target.platformId, found, body);
      if (second.kind === 'sent' && found !== null) return { kind: 'sent', lineItem: found };
      return second.kind === 'missing' || second.kind === 'sent' ? broken : second;
    } catch (error) {
      if (error instanceof ServiceFailure) return outcomeOfFailure(error);
      throw error;
    }
  }

  async function post(platformId: string, column: string, body: object): Promise<ReturnType<typeof readScoreAnswer>> {
    const answer = await client.call(platformId, {
      method: 'POST',
      url: under(column, 'scores'),
      scopes: [scopes.score],
      contentType: mediaTypes.score,
      body: JSON.stringify(body),
    });
    return readScoreAnswer(answer, clock.nowMs());
  }

  /** Another column that belongs to the same link or the same exam; null when there is none, or we may not look. */
  async function lookUp({ platformId, lineItem: gone, lookUp: by }: Target): Promise<string | null> {
    if (by.lineItems === null || (by.resourceLinkId === null && by.resourceId === null)) return null;
    const call = { method: 'GET', url: by.lineItems, scopes: [scopes.lineItemsReadOnly] } as const;
    const answer = await client.call(platformId, { ...call, accept: mediaTypes.lineItems }).catch((error: unknown) => {
      // Not allowed to look: then the column is simply gone.
      if (error instanceof ServiceFailure && error.kind === 'permanent') return null;
      throw error;
    });
    if (answer === null) return null;
    const items = answer.status === 200 ? z.array(z.unknown()).safeParse(parsedJson(answer.body)).data : undefined;
    const columns = (items ?? []).map((item) => lineItem.safeParse(item).data).filter((item) => item !== undefined);
    const others = columns.filter((column) => column.id !== gone);
    const ofLink = others.find((column) => by.resourceLinkId !== null && column.resourceLinkId === by.resourceLinkId);
    const ofExam = others.find((column) => by.resourceId !== null && column.resourceId === by.resourceId);
    return (ofLink ?? ofExam)?.id ?? null;
  }

  async function submit(score: ScoreToSend): Promise<ScoreOutcome> {
    const platform = await registry.get(score.platformId);
    return send(score, scoreBody(score, platform?.kind ?? 'other'));
  }

  /** The one deliberate way to empty a cell: no score, and nothing in progress. */
  async function withdraw(score: ScoreToWithdraw): Promise<ScoreOutcome> {
    return send(score, {
      userId: score.userId,
      activityProgress: 'Initialized',
      gradingProgress: 'NotReady',
      timestamp: new Date(score.timestamp).toISOString(),
    });
  }

  async function results(
    platformId: string,
    column: string,
    userId?: string,
  ): Promise<{ ok: true; results: GradebookResult[] } | { ok: false; words: string }> {
    // No limit is asked for: Moodle answers 404 to it.
    const url = new URL(under(column, 'results'));
    if (userId !== undefined) url.searchParams.set('user_id', userId);
    const call = {
      method: 'GET',
      url: url.href,
      scopes: [scopes.resultsReadOnly],
      accept: mediaTypes.results,
    } as const;
    const found: GradebookResult[] = [];
    try {
      for await (const { answer } of client.pages(platformId, call)) {
        const page = answer.status === 200 ? z.array(z.unknown()).safeParse(parsedJson(answer.body)).data : undefined;
        if (page === undefined) {
          return { ok: false, words: `The LMS did not hand out its grades (HTTP ${answer.status}).` };
        }
        found.push(...page.flatMap(readResult));
      }
      return { ok: true, results: found };
    } catch (error) {
      if (error instanceof ServiceFailure) return { ok: false, words: error.message };
      throw error;
    }
  }

  return { submit, withdraw, results };
}

const broken: ScoreOutcome = {
  kind: 'link-broken',
  words:
    'The gradebook column of this exam no longer exists in the LMS. Add the exam to the course again, then send again.',
};

/**
 * A final score as platforms want it: every member always, because Canvas and Moodle refuse or misread gaps.
 *
 * The timestamp is the moment of sending (both refuse older ones); when the work was handed in goes beside it, where
 * Canvas decides by it whether the work was late.
 */
function scoreBody(score: ScoreToSend, kind: PlatformKind): object {
  const submittedAt = new Date(Math.min(score.submittedAt, score.timestamp)).toISOString();
  return {
    userId: score.userId,
    scoreGiven: score.scoreGiven,
    scoreMaximum: score.scoreMaximum,
    ...(score.comment === null ? {} : { comment: score.comment }),
    timestamp: new Date(score.timestamp).toISOString(),
    activityProgress: 'Completed',
    gradingProgress: 'FullyGraded',
    submission: { submittedAt },
    ...(kind === 'canvas' ? { [canvasSubmission]: canvasMembers(score, submittedAt) } : {}),
  };
}

function canvasMembers(score: ScoreToSend, submittedAt: string): object {
  // Canvas takes every score for a new attempt unless told otherwise, and refuses it when attempts are used up.
  if (!score.isNewSubmission) return { new_submission: false };
  const work =
    score.reviewUrl === null
      ? { submission_type: 'none' }
      : { submission_type: 'basic_lti_launch', submission_data: score.reviewUrl };
  return { new_submission: true, ...work, submitted_at: submittedAt };
}

/** `<line item>/scores`, in front of the query: Moodle's line items have one. */
function under(column: string, what: 'scores' | 'results'): string {
  const url = new URL(column);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${what}`;
  return url.href;
}

function readResult(row: unknown): GradebookResult[] {
  const read = result.safeParse(row).data;
  if (read === undefined) return [];
  const { userId, resultScore, resultMaximum, comment } = read;
  return [{ userId, score: resultScore ?? null, maximum: resultMaximum ?? null, comment: comment ?? null }];
}
