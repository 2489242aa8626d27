// The script that asks the platform's storage: whom it believes, and how long it waits.
import { expect } from 'chai';

interface Storage {
  put(key: string, value: string): Promise<string | null>;
  get(key: string): Promise<string | null>;
}
type MakeStorage = (settings: { page: object; target: string; origin: string; timeoutMs?: number }) => Storage;

const script = new URL('../../views/assets/lti/platform-storage.js', import.meta.url).href;
const { platformStorage } = (await import(script)) as { platformStorage: MakeStorage };
const origin = 'https://lms.example';

interface Asked {
  message: { subject: string; message_id: string; key: string; value?: string };
  targetOrigin: string;
}

/** A window in a frame of the LMS; time-outs go off when the test says so. */
function frame(answers = true) {
  const asked: Asked[] = [];
  const listeners = new Set<(event: object) => void>();
  const timers: (() => void)[] = [];
  const waits: number[] = [];
  const post = (message: Asked['message'], targetOrigin: string): void => {
    if (!answers) throw new Error('no such frame');
    asked.push({ message, targetOrigin });
  };
  const storageFrame = { postMessage: post };
  const parent = { postMessage: post, frames: { storage: storageFrame } as Record<string, object> };
  const page = {
    opener: null,
    parent,
    crypto: globalThis.crypto,
    setTimeout: (work: () => void, ms: number) => {
      waits.push(ms);
      return timers.push(work);
    },
    clearTimeout: () => undefined,
    addEventListener: (_name: string, listen: (event: object) => void) => void listeners.add(listen),
    removeEventListener: (_name: string, listen: (event: object) => void) => void listeners.delete(listen),
  };
  const say = (event: object): void => {
    for (const listen of listeners) listen(event);
  };
  const timeOut = (): void => timers.forEach((work) => work());
  return { page, parent, storageFrame, asked, waits, listeners, say, timeOut };
}

describe('the platform’s storage', () => {
  const answerTo = ({ message }: Asked, more: object = {}) => ({
    subject: `${message.subject}.response`,
    message_id: message.message_id,
    key: message.key,
    value: 'kept',
    ...more,
  });

  it('S16: is asked at the platform’s origin, in the frame that the login named', async () => {
    const at = frame();
    const got = platformStorage({ page: at.page, target: 'storage', origin }).get('k');
    const [asked] = at.asked;
    expect(asked!.targetOrigin).to.equal(origin);
    expect(asked!.message).to.include({ subject: 'lti.get_data', key: 'k' });
    at.say({ source: at.storageFrame, origin, data: answerTo(asked!) });
    expect(await got).to.equal('kept');
    expect(at.listeners.size).to.equal(0);
  });

  it('is the parent itself for "_parent", and where there is no frame of that name', async () => {
    for (const target of ['_parent', 'unknown']) {
      const at = frame();
      const put = platformStorage({ page: at.page, target, origin }).put('k', 'kept');
      expect(at.asked[0]!.message).to.include({ subject: 'lti.put_data', key: 'k', value: 'kept' });
      at.say({ source: at.parent, origin, data: answerTo(at.asked[0]!) });
      expect(await put).to.equal('kept');
    }
  });

  it('S14: answers of other origins, other windows, other messages and other kinds are ignored', async () => {
    const at = frame();
    const got = platformStorage({ page: at.page, target: 'storage', origin }).get('k');
    const [asked] = at.asked;
    const source = at.storageFrame;
    at.say({ source, origin: 'https://evil.example', data: answerTo(asked!, { value: 'forged' }) });
    at.say({ source: {}, origin, data: answerTo(asked!, { value: 'forged' }) });
    at.say({ source: at.parent, origin, data: answerTo(asked!, { value: 'forged' }) });
    at.say({ source, origin, data: answerTo(asked!, { message_id: 'other', value: 'forged' }) });
    at.say({ source, origin, data: answerTo(asked!, { subject: 'lti.put_data.response', value: 'forged' }) });
    at.say({ source, origin, data: null });
    at.say({ source, origin, data: 'forged' });
    at.say({ source, origin, data: answerTo(asked!) });
    expect(await got).to.equal('kept');
  });

  it('S15: nothing kept, or an error, is no value', async () => {
    for (const more of [
      { value: null },
      { value: undefined },
      { value: 7 },
      { error: { code: 'storage_exhaustion' } },
    ]) {
      const at = frame();
      const got = platformStorage({ page: at.page, target: 'storage', origin }).get('k');
      at.say({ source: at.storageFrame, origin, data: answerTo(at.asked[0]!, more) });
      expect(await got).to.equal(null);
    }
  });

  it('S17: a storage that does not answer is given up within two seconds', async () => {
    const at = frame();
    const got = platformStorage({ page: at.page, target: 'storage', origin }).get('k');
    expect(at.waits[0]).to.be.within(1_000, 2_000);
    at.timeOut();
    expect(await got).to.equal(null);
    expect(at.listeners.size).to.equal(0);
  });

  it('S17: a frame that cannot be reached is given up at once', async () => {
    const at = frame(false);
    expect(await platformStorage({ page: at.page, target: 'storage', origin }).get('k')).to.equal(null);
  });
});
