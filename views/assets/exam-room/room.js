// @ts-check
// The exam room: opens with what the server and this computer hold, and wires the parts together.

import { createAnswerQueue, newestOf } from './answer-queue.js';
import { createClock, clockWords } from './clock.js';
import { createCountdown } from './countdown.js';
import { find } from './find.js';
import { createHandIn } from './hand-in.js';
import { listenToKeys } from './keys.js';
import { countsOf, createNavigator } from './navigator.js';
import { createOrderNumbers } from './order-numbers.js';
import { createOver } from './over.js';
import { watchPreferences } from './preferences.js';
import { createQuestion } from './question.js';
import { createRequests } from './requests.js';
import { createReviewPanel } from './review-panel.js';
import { createSaving } from './saving.js';
import { answersWords, createStatus } from './status.js';
import { createStopwatch } from './stopwatch.js';
import { openStorage } from './storage.js';
import { createSync, patienceMs } from './sync.js';
import { nameOfThisTab } from './tab.js';
import { createLease } from './takeover.js';

/**
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomPaper} RoomPaper
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomSlot} RoomSlot
 * @typedef {import('./answer-queue.js').Answer} Answer
 * @typedef {import('./answer-queue.js').Answers} Answers
 */

/** What staff change has to be seen within 15 s. */
const pollMs = 12_000;
/** How long the review waits for answers that are still on their way. */
const flushMs = 3000;
/** A change of the time left below this is the network's, not the staff's. */
const noteworthyMs = 5000;

const now = () => performance.now();

/** @returns {Promise<void>} */
async function openRoom() {
  const paper = /** @type {RoomPaper} */ (JSON.parse(find('#paper').textContent ?? ''));
  const [storage, tab] = await Promise.all([openStorage(paper.storageKey), nameOfThisTab(paper.storageKey)]);
  const kept = await storage.load().catch(() => /** @type {Answers} */ ({}));

  const requests = createRequests(paper);
  const status = createStatus();
  const queue = createAnswerQueue(storage, kept);
  const clock = createClock({ now });
  const stopwatch = createStopwatch(now);
  const timeOfDay = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hourCycle: 'h23', timeZone: paper.zone });
  const numbers = createOrderNumbers({
    epoch: paper.epoch,
    sequence: paper.sequence,
    startedAgoMs: paper.startedAgoMs,
    remembered: Object.values(kept).map((answer) => answer.q),
  });

  let answers = newestOf(paper.answers, kept);
  let savedAt = paper.savedAt;
  /** @type {'writing' | 'paused' | 'over'} */
  let phase = 'writing';
  let panel = 'desk';
  let current = slotOfAddress() ?? slotNamed(paper.current);
  /** Since when nothing has been heard of the server. @type {number | null} */
  let silentSince = null;
  /** @type {() => void} */
  let wake = () => {};

  clock.sync(paper.remainingMs, now(), now());
  const question = createQuestion({ total: paper.slots.length, edited: edit });
  const navigation = createNavigator({ slots: paper.slots, goTo: (name) => goTo(slotNamed(name)) });
  const lease = createLease({ tab, requests, status, changed: () => drawAccess(), taken });
  const send = createSaving({
    requests,
    tab,
    epoch: () => numbers.epoch,
    timeTold: (reply) => timeTold(reply.remainingMs, reply),
    savedAt: (at) => (savedAt = at),
    epochTold: (epoch) => epoch > numbers.epoch && lease.lost(),
    stateTold: (state) => setPaused(state.state === 'paused'),
    closed: (message) => void end('closed', message),
    sessionOver: () => status.show('session'),
  });
  const sync = createSync({ queue, send, now, schedule, random: Math.random, changed: () => drawSaved() });
  const handIn = createHandIn({
    queue,
    save: (portion) => send(portion, false),
    submit: (last) => requests.submit({ epoch: numbers.epoch, tab, slots: last }),
    rest: (ms) => new Promise((resolve) => ((wake = resolve), setTimeout(resolve, ms))),
    random: Math.random,
    delayed: () => over.waiting(),
  });
  const over = createOver({ handIn, status, tryNow: () => wake(), backToExam });
  const review = createReviewPanel({
    fetchReview: async () => (await flush(), requests.review()),
    waiting: () => queue.size,
    localWords: () => localWords(),
    showPanel,
    goToNumber: (number) => goTo(paper.slots[number - 1]),
    submit: () => void end('submitted', ''),
  });
  const countdown = createCountdown({
    clock,
    warningsMinutes: paper.warningsMinutes,
    status,
    openWords: () => openWords(),
    ticked: () => drawSaved(),
    wokeUp: () => void poll(),
    timeUp: () => void end('time up', ''),
  });

  /**
   * @param {string} name
   * @returns {RoomSlot | undefined}
   */
  function slotNamed(name) {
    return paper.slots.find((slot) => slot.slot === name);
  }

  /** The question that the address names: `#q34`. */
  function slotOfAddress() {
    const number = /^#q(\d+)$/.exec(location.hash)?.[1];
    return number === undefined ? undefined : paper.slots[Number(number) - 1];
  }

  /** @param {import('./question.js').Edit} change */
  function edit(change) {
    if (current === undefined || !lease.mayWrite || phase !== 'writing') return;
    const before = answers[current.slot] ?? { v: [], flagged: false, struck: [], note: '', spentMs: 0, q: 0 };
    const answer = { ...before, ...change, spentMs: before.spentMs + stopwatch.take(), q: numbers.next() };
    answers = { ...answers, [current.slot]: answer };
    queue.put(current.slot, answer);
    navigation.update(current, answers);
    sync.edited();
  }

  /** Writes down the time spent on the question that is left; it travels as an edit of its own. */
  function noteTime() {
    edit({});
    sync.turned();
  }

  /** @param {RoomSlot | undefined} slot */
  function goTo(slot) {
    if (slot === undefined) return;
    if (slot !== current) noteTime();
    showPanel('desk');
    current = slot;
    show();
    question.heading.focus({ preventScroll: true });
    find('[data-question]').scrollTop = 0;
    scrollTo(0, 0);
  }

  function show() {
    if (current === undefined) return;
    const { number } = current;
    question.show(current, answers[current.slot]);
    navigation.setCurrent(current);
    find('[data-count]').textContent = `${number} of ${paper.slots.length}`;
    find('[data-previous]').toggleAttribute('hidden', number === 1);
    find('[data-next]').toggleAttribute('hidden', number === paper.slots.length);
    document.title = `Question ${number} of ${paper.slots.length}, ${paper.examTitle}`;
    history.replaceState(null, '', `#q${number}`);
  }

  /** @param {number} steps */
  function step(steps) {
    if (current !== undefined) goTo(paper.slots[current.number - 1 + steps]);
  }

  /** @param {string} name */
  function showPanel(name) {
    if (phase !== 'writing' && (name === 'desk' || name === 'review')) return;
    panel = name;
    find('[data-desk]').hidden = name !== 'desk';
    find('.room-foot').hidden = name !== 'desk';
    for (const other of document.querySelectorAll('[data-panel]'))
      other.toggleAttribute('hidden', other.getAttribute('data-panel') !== name);
    if (name === 'desk') return stopwatch.run();
    stopwatch.rest();
    const heading = document.querySelector(`[data-panel="${name}"] [tabindex="-1"]`);
    if (heading instanceof HTMLElement) heading.focus();
  }

  function backToExam() {
    phase = 'writing';
    document.body.dataset['room'] = 'open';
    sync.goOn();
    goTo(current);
  }

  async function openReview() {
    if (phase !== 'writing') return;
    noteTime();
    status.say('Looking up what the server holds.');
    await review.open();
  }

  /** Sends what waits and gives it a moment to arrive. */
  async function flush() {
    const until = now() + flushMs;
    await sync.hurry();
    while (queue.size > 0 && now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /**
   * @param {import('./over.js').Ending} ending
   * @param {string} message
   */
  async function end(ending, message) {
    if (phase === 'over') return;
    if (lease.mayWrite && phase === 'writing') edit({});
    phase = 'over';
    document.body.dataset['room'] = 'over';
    sync.halt();
    for (const name of /** @type {const} */ (['late', 'time', 'changed'])) status.hide(name);
    showPanel('over');
    await over.begin(ending, message);
  }

  /** @param {boolean} isPaused */
  function setPaused(isPaused) {
    if (phase === 'over' || isPaused === (phase === 'paused')) return;
    if (isPaused) {
      phase = 'paused';
      clock.stop();
      sync.halt();
      status.hide('late');
      showPanel('paused');
      return;
    }
    phase = 'writing';
    clock.goOn();
    sync.goOn();
    status.say('The clock is running again.');
    goTo(current);
  }

  /**
   * @param {number} remainingMs
   * @param {import('./requests.js').Timing} timing
   */
  function timeTold(remainingMs, { sentAt, receivedAt }) {
    heard();
    const change = clock.sync(remainingMs, sentAt, receivedAt);
    countdown.draw();
    return change;
  }

  /** The server has answered. */
  function heard() {
    silentSince = null;
    if (!status.isShown('late') && !status.isShown('session')) return;
    status.hide('session');
    if (phase === 'writing') sync.goOn();
  }

  async function poll() {
    const answer = await requests.clock(tab);
    if (answer.kind === 'session over') return status.show('session');
    if (answer.kind === 'unreachable') {
      silentSince ??= now();
      return;
    }
    const { reading } = answer;
    if (reading.state === 'paused' || reading.state === 'in_progress') setPaused(reading.state === 'paused');
    else if (reading.state !== 'prepared') return end('closed', '');
    const change = timeTold(reading.remainingMs, answer);
    if (Math.abs(change) > noteworthyMs && phase !== 'paused')
      tellChange(change, reading.deadlineWords, reading.notice);
    if (reading.epoch > numbers.epoch || !reading.holdsLease) lease.lost();
  }

  /**
   * @param {number} change
   * @param {string} deadlineWords
   * @param {string | null} notice
   */
  function tellChange(change, deadlineWords, notice) {
    const words = clockWords(Math.round(Math.abs(change) / 1000) * 1000);
    status.hide('changed');
    find('[data-changed-title]').textContent = change > 0 ? `You have ${words} more.` : `You have ${words} less.`;
    find('[data-changed-words]').textContent = notice ?? `Your instructor changed your time. ${deadlineWords}`;
    status.show('changed');
  }

  /** @param {import('./takeover.js').Taken} answer */
  function taken(answer) {
    numbers.enter(answer.epoch);
    answers = newestOf(answer.answers, queue.all());
    timeTold(answer.remainingMs, answer);
    navigation.show(answers);
    if (current !== undefined && panel === 'desk') show();
  }

  function drawAccess() {
    question.setReadOnly(!lease.mayWrite);
  }

  function drawSaved() {
    const waiting = answersWords(queue.size);
    const isSilent = !navigator.onLine || (silentSince !== null && now() - silentSince > patienceMs);
    const isLate = sync.isLate || isSilent;
    if (queue.size > 0 && isLate) status.setSaved({ kind: 'kept', words: `${waiting} kept here` });
    else if (queue.size > 0) status.setSaved({ kind: 'saving', words: `Saving ${waiting}` });
    else
      status.setSaved({
        kind: 'saved',
        words: savedAt === null ? 'Nothing to save yet' : `Saved ${timeOfDay.format(savedAt)}`,
      });
    drawLate(isLate);
  }

  /** @param {boolean} isLate */
  function drawLate(isLate) {
    if (phase !== 'writing' || isLate === status.isShown('late')) return;
    find('[data-late-title]').textContent = navigator.onLine ? 'Saving takes longer than usual.' : 'You are offline.';
    if (isLate) return status.show('late');
    status.hide('late');
    status.say('You are back. Your answers are saved.');
  }

  function openWords() {
    const { unanswered } = countsOf(paper.slots, answers);
    if (unanswered === 0) return 'Every question is answered.';
    return `${unanswered} question${unanswered === 1 ? ' is' : 's are'} not answered yet.`;
  }

  function localWords() {
    const { answered } = countsOf(paper.slots, answers);
    const waiting =
      queue.size === 0 ? 'All of them are saved.' : `${answersWords(queue.size)} wait on this computer to be sent.`;
    return `You have answered ${answered} of ${paper.slots.length} questions. ${waiting}`;
  }

  function leaving() {
    stopwatch.rest();
    noteTime();
    if (phase !== 'over') sync.farewell();
  }

  function returned() {
    if (panel === 'desk') stopwatch.run();
    void poll();
  }

  function listen() {
    find('[data-previous]').addEventListener('click', (event) => (event.preventDefault(), step(-1)));
    find('[data-next]').addEventListener('click', (event) => (event.preventDefault(), step(1)));
    find('[data-review-open]').addEventListener('click', (event) => (event.preventDefault(), void openReview()));
    find('[data-back-to-exam]').addEventListener('click', () => goTo(current));
    for (const button of document.querySelectorAll('[data-send-now]'))
      button.addEventListener('click', () => {
        sync.goOn();
        void sync.hurry();
        void poll();
      });
    document.addEventListener('visibilitychange', () =>
      document.visibilityState === 'hidden' ? leaving() : returned(),
    );
    addEventListener('pagehide', leaving);
    addEventListener('pageshow', (event) => event.persisted && returned());
    addEventListener('online', () => {
      wake();
      void sync.hurry();
      void poll();
    });
    addEventListener('hashchange', () => slotOfAddress() !== current && goTo(slotOfAddress()));
    addEventListener('beforeunload', (event) => {
      if (storage.kind === 'memory' && queue.size > 0) event.preventDefault();
    });
    listenToKeys(pressed);
  }

  /** @param {NonNullable<ReturnType<typeof import('./keys.js').meaningOf>>} meaning */
  function pressed(meaning) {
    if (meaning.act === 'time') return countdown.sayTime();
    if (meaning.act === 'help') return find('#keys').togglePopover();
    if (phase !== 'writing') return;
    if (meaning.act === 'review') return void openReview();
    if (meaning.act === 'next') return step(1);
    if (meaning.act === 'previous') return step(-1);
    if (panel !== 'desk') return;
    if (meaning.act === 'flag') question.toggleFlag();
    else if (meaning.act === 'note') question.openNote();
    else if ('index' in meaning && meaning.act === 'choose') question.choose(meaning.index);
    else if ('index' in meaning) question.strikeAt(meaning.index);
  }

  watchPreferences();
  listen();
  navigation.show(answers);
  show();
  if (storage.kind === 'memory') status.show('memory');
  stopwatch.run();
  countdown.start();
  drawSaved();
  setInterval(() => void poll(), pollMs);
  document.body.dataset['room'] = 'open';
  await lease.settle(paper.tab);
  if (paper.state === 'paused') setPaused(true);
}

/**
 * @param {() => void} run
 * @param {number} ms
 */
function schedule(run, ms) {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

await openRoom();
