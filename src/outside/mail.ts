// Mail by SMTP (nodemailer): hands one letter to the mail server and says whether it was taken, may be taken later, or never will be.

import { createTransport } from 'nodemailer';

/** One letter, ready to go. `to` is a bare address. */
export interface Letter {
  readonly to: string;
  /** The name before the address it comes from: "Lakeshore Coding School via Resit". */
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without brackets; the same at every try, so that a letter sent twice is recognized as one. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What became of a letter. `words` name no person and no address. */
export type PostOutcome =
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'temporary'; readonly words: string }
  | { readonly kind: 'permanent'; readonly words: string };

export interface Mail {
  send(letter: Letter): Promise<PostOutcome>;
  close(): void;
}

/** Each step of the conversation with the server may take this long; all of them together stay below the outbox's lease. */
const stepMs = 10_000;
const wholeMs = 45_000;

/** Post through the server at `smtpUrl`, from the address `from`. */
export function smtpMail({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mail {
  const transport = createTransport({
    ...serverOf(smtpUrl),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    // Letters are text of ours; nothing in them may make the mailer read files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, fromName, subject, text, html, messageId, headers }) {
      const message = {
        from: { name: fromName, address: from },
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${messageId}>`,
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
      };
      try {
        await within(wholeMs, transport.sendMail(message));
        return { kind: 'accepted', id: messageId };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The server in an address; user and password are percent-decoded. */
function serverOf(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const auth = url.username
    ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
    : {};
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...auth,
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the mail server took too long')), ms).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What an error means. Only an answer about this letter (5xx to its recipient or its content) is final: a refused login or a server
 * that cannot be reached is ours to cure, and the letter waits. The server's own text may repeat the address, so it is left out.
 */
function outcomeOf(error: unknown): PostOutcome {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  const answer = typeof responseCode === 'number' ? responseCode : null;
  if (code === 'EAUTH') return { kind: 'temporary', words: 'The mail server did not accept user and password.' };
  if (answer !== null && answer >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return { kind: 'permanent', words: `The mail server refused the mail for good (${answer}).` };
  if (answer !== null) return { kind: 'temporary', words: `The mail server did not take the mail now (${answer}).` };
  if (code === 'EENVELOPE') return { kind: 'permanent', words: 'The address is none that mail can be sent to.' };
  return { kind: 'temporary', words: 'The mail server could not be reached.' };
}
