// @ts-check
// Where unsent answers survive a reload or a crash: the browser's database, else its local storage, else nowhere.

/**
 * @typedef {import('./answer-queue.js').Answer} Answer
 * @typedef {import('./answer-queue.js').Answers} Answers
 * @typedef {import('./answer-queue.js').AnswerStorage} AnswerStorage
 */

const databaseName = 'resit-exam';
const storeName = 'answers';

/**
 * The best storage that works here, tried out before it is trusted: frames of other sites and private windows may offer one
 * that fails at the first write.
 *
 * @param {string} key names the attempt and the person
 * @returns {Promise<AnswerStorage>}
 */
export async function openStorage(key) {
  const database = await Promise.race([databaseStorage(key), givenUp()]).catch(() => null);
  return database ?? localStorageFor(key) ?? memoryStorage();
}

/** A database that another page blocks may never answer.
 *  @returns {Promise<null>} */
function givenUp() {
  return new Promise((resolve) => setTimeout(() => resolve(null), 1500));
}

/**
 * @param {string} key
 * @returns {Promise<AnswerStorage>}
 */
async function databaseStorage(key) {
  const database = await openDatabase();
  const ofAttempt = IDBKeyRange.bound([key, ''], [key, '\uffff']);

  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => void} work
   * @returns {Promise<void>}
   */
  function transact(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode, { durability: 'strict' });
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error));
      work(transaction.objectStore(storeName));
    });
  }

  await transact('readwrite', (store) => {
    store.put({ q: 0 }, ['trial', 'trial']);
    store.delete(['trial', 'trial']);
  });

  return {
    kind: 'database',
    async load() {
      /** @type {Answers} */
      const answers = {};
      await transact('readonly', (store) => {
        const request = store.openCursor(ofAttempt);
        request.addEventListener('success', () => {
          const cursor = request.result;
          if (cursor === null) return;
          const [, slot] = /** @type {[string, string]} */ (cursor.key);
          answers[slot] = cursor.value;
          cursor.continue();
        });
      });
      return answers;
    },
    put: (slot, answer) =>
      quietly(() =>
        transact('readwrite', (store) => {
          whenRead(store, [key, slot], (held) => {
            if (held === undefined || held.q < answer.q) store.put(answer, [key, slot]);
          });
        }),
      ),
    remove: (slot, upTo) =>
      quietly(() =>
        transact('readwrite', (store) => {
          whenRead(store, [key, slot], (held) => {
            if (held !== undefined && held.q <= upTo) store.delete([key, slot]);
          });
        }),
      ),
    wipe: () => quietly(() => transact('readwrite', (store) => void store.delete(ofAttempt))),
  };
}

/**
 * @param {IDBObjectStore} store
 * @param {IDBValidKey} key
 * @param {(held: Answer | undefined) => void} then runs inside the same transaction
 */
function whenRead(store, key, then) {
  const request = store.get(key);
  request.addEventListener('success', () => then(request.result));
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

/**
 * @param {string} key
 * @returns {AnswerStorage | null}
 */
function localStorageFor(key) {
  const prefix = `resit:${key}:`;
  /** @param {string} slot */
  const read = (slot) => /** @type {Answer | null} */ (JSON.parse(localStorage.getItem(prefix + slot) ?? 'null'));
  const slots = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  try {
    localStorage.setItem('resit:trial', '1');
    localStorage.removeItem('resit:trial');
  } catch {
    return null;
  }
  return {
    kind: 'local',
    load: async () => Object.fromEntries(slots().flatMap((slot) => withAnswer(slot, read(slot)))),
    put: (slot, answer) =>
      quietly(async () => {
        const held = read(slot);
        if (held === null || held.q < answer.q) localStorage.setItem(prefix + slot, JSON.stringify(answer));
      }),
    remove: (slot, upTo) =>
      quietly(async () => {
        const held = read(slot);
        if (held !== null && held.q <= upTo) localStorage.removeItem(prefix + slot);
      }),
    wipe: () => quietly(async () => slots().forEach((slot) => localStorage.removeItem(prefix + slot))),
  };
}

/**
 * @param {string} slot
 * @param {Answer | null} answer
 * @returns {[string, Answer][]}
 */
function withAnswer(slot, answer) {
  return answer === null ? [] : [[slot, answer]];
}

/** @returns {AnswerStorage} */
function memoryStorage() {
  return { kind: 'memory', load: async () => ({}), put: async () => {}, remove: async () => {}, wipe: async () => {} };
}

/**
 * A write that fails takes nothing from anybody: the answer is in memory and on its way to the server.
 *
 * @param {() => Promise<void>} work
 * @returns {Promise<void>}
 */
async function quietly(work) {
  await work().catch(() => {});
}
