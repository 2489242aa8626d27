// @ts-check
// The exam room: opens with what the server and this computer hold, and wires the parts together.

import { createAnswerQueue, newestOf } from './answer-queue.js';
import { createClock } from './clock.js';
import { createCountdown } from './countdown.js';
import { createDesk } from './desk.js';
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
import { createSavedLine } from './saved-line.js';
import { createSaving } from './saving.js';
import { createStaffChanges } from './staff-changes.js';
import { answersWords, createStatus } from './status.js';
import { createStopwatch } from './stopwatch.js';
import { openStorage } from './storage.js';
import { createSync } from './sync.js';
import { nameOfThisTab } from './tab.js';
import { createLease } from './takeover.js';

/**
 * @typedef {import('../../../src/http/student/exam-room.view.ts').RoomPaper} RoomPaper
 * @typedef {import('./answer-queue.js').Answers} Answers
 */

/** How long the review waits for answers that are still on their way. */
const flushMs = 3000;

const now = () => performance.now();

/** @returns {Promise<void>} */
async function openRoom() {
  const paper = /** @type {RoomPaper} */ (JSON.parse(find('#paper').textContent ?? ''));
  const [storage, tab] = await Promise.all([openStorage(paper.storageKey), nameOfThisTab(paper.storageKey)]);
  const kept = await storage.load().catch(() => /** @type {Answers} */ ({}));

  let answers = newestOf(paper.answers, kept);
  /** @type {'writing' | 'paused' | 'over'} */
  let phase = 'writing';
  /** Ends the rest between two tries to hand in. @type {() => void} */
  let wake = () => {};
  const isOpen = () => phase === 'writing';

  const requests = createRequests(paper);
  const status = createStatus();
  const queue = createAnswerQueue(storage, kept);
  const clock = createClock({ now });
  const stopwatch = createStopwatch(now);
  const remembered = Object.values(kept).map((answer) => answer.q);
  const numbers = createOrderNumbers({ ...paper, remembered });
  clock.sync(paper.remainingMs, now(), now());

  const question = createQuestion({ total: paper.slots.length, edited: edit });
  const navigation = createNavigator({ slots: paper.slots, goTo: (name) => desk.goToNamed(name) });
  const desk = createDesk({ paper, question, navigation, stopwatch, answers: () => answers, leaves: noteTime, isOpen });
  const lease = createLease({ tab, requests, status, changed: (mayWrite) => question.setReadOnly(!mayWrite), taken });
  const send = createSaving({
    requests,
    tab,
    epoch: () => numbers.epoch,
    timeTold: (reply) => timeTold(reply.remainingMs, reply),
    savedAt: (at) => line.saved(at),
    epochTold: (epoch) => epoch > numbers.epoch && lease.lost(),
    stateTold: (state) => setPaused(state.state === 'paused'),
    closed: (message) => void end('closed', message),
    sessionOver: () => status.show('session'),
  });
  const sync = createSync({ queue, send, now, schedule, random: Math.random, changed: () => line.draw() });
  const line = createSavedLine({ status, queue, isLate: () => sync.isLate, isOpen, ...paper, now });
  const staff = createStaffChanges({
    requests,
    tab,
    status,
    timeTold,
    paused: setPaused,
    ended: () => void end('closed', ''),
    leaseTold: (epoch, holdsLease) => (epoch > numbers.epoch || !holdsLease) && lease.lost(),
    unreachable: () => line.heardNothing(),
  });
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
    localWords,
    showPanel: desk.lay,
    goToNumber: desk.goToNumber,
    submit: () => void end('submitted', ''),
  });
  const countdown = createCountdown({
    clock,
    warningsMinutes: paper.warningsMinutes,
    status,
    openWords,
    ticked: () => line.draw(),
    wokeUp: () => void staff.ask(),
    timeUp: () => void end('time up', ''),
  });

  /** @param {import('./question.js').Edit} change */
  function edit(change) {
    const slot = desk.current;
    if (slot === undefined || !lease.mayWrite || !isOpen()) return;
    const before = answers[slot.slot] ?? { v: [], flagged: false, struck: [], note: '', spentMs: 0, q: 0 };
    const answer = { ...before, ...change, spentMs: before.spentMs + stopwatch.take(), q: numbers.next() };
    answers = { ...answers, [slot.slot]: answer };
    queue.put(slot.slot, answer);
    navigation.update(slot, answers);
    sync.edited();
  }

  /** Writes down the time spent on the question that is left; it travels as an edit of its own. */
  function noteTime() {
    edit({});
    sync.turned();
  }

  async function openReview() {
    if (!isOpen()) return;
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
    edit({});
    phase = 'over';
    document.body.dataset['room'] = 'over';
    sync.halt();
    for (const name of /** @type {const} */ (['late', 'time', 'changed'])) status.hide(name);
    desk.lay('over');
    await over.begin(ending, message);
  }

  function backToExam() {
    phase = 'writing';
    document.body.dataset['room'] = 'open';
    sync.goOn();
    desk.comeBack();
  }

  /** @param {boolean} isPaused */
  function setPaused(isPaused) {
    if (phase === 'over' || isPaused === (phase === 'paused')) return;
    phase = isPaused ? 'paused' : 'writing';
    document.body.dataset['room'] = isPaused ? 'paused' : 'open';
    if (isPaused) {
      clock.stop();
      sync.halt();
      status.hide('late');
      desk.lay('paused');
      return;
    }
    clock.goOn();
    sync.goOn();
    status.say('The clock is running again.');
    desk.comeBack();
  }

  /**
   * The server has answered, and said how much time is left. Answers by how much that differs from what was shown.
   *
   * @param {number} remainingMs
   * @param {import('./requests.js').Timing} timing
   */
  function timeTold(remainingMs, { sentAt, receivedAt }) {
    line.heard();
    if (status.isShown('late') || status.isShown('session')) {
      status.hide('session');
      if (isOpen()) sync.goOn();
    }
    const change = clock.sync(remainingMs, sentAt, receivedAt);
    countdown.draw();
    return change;
  }

  /** @param {import('./takeover.js').Taken} answer */
  function taken(answer) {
    numbers.enter(answer.epoch);
    answers = newestOf(answer.answers, queue.all());
    timeTold(answer.remainingMs, answer);
    navigation.show(answers);
    if (desk.isQuestionShown) desk.show();
  }

  function openWords() {
    const { unanswered } = countsOf(paper.slots, answers);
    if (unanswered === 0) return 'Every question is answered.';
    return `${unanswered} question${unanswered === 1 ? ' is' : 's are'} not answered yet.`;
  }

  function localWords() {
    const { answered } = countsOf(paper.slots, answers);
    const waiting =
      queue.size === 0
        ? 'All of them are saved.'
        : `${answersWords(queue.size)} ${queue.size === 1 ? 'waits' : 'wait'} here to be sent.`;
    return `You have answered ${answered} of ${paper.slots.length} questions. ${waiting}`;
  }

  function tryNow() {
    wake();
    if (isOpen()) sync.goOn();
    void sync.hurry();
    void staff.ask();
  }

  function leaving() {
    stopwatch.rest();
    noteTime();
    if (phase !== 'over') sync.farewell();
  }

  function returned() {
    if (desk.isQuestionShown) stopwatch.run();
    void staff.ask();
  }

  function listen() {
    onPress('[data-previous]', () => desk.step(-1));
    onPress('[data-next]', () => desk.step(1));
    onPress('[data-review-open]', () => void openReview());
    onPress('[data-back-to-exam]', () => desk.comeBack());
    onPress('[data-send-now]', tryNow);
    document.addEventListener('visibilitychange', () => (document.hidden ? leaving() : returned()));
    addEventListener('pagehide', leaving);
    addEventListener('pageshow', (event) => event.persisted && returned());
    addEventListener('online', tryNow);
    addEventListener('hashchange', desk.followAddress);
    addEventListener('beforeunload', (event) => {
      if (storage.kind === 'memory' && queue.size > 0) event.preventDefault();
    });
    listenToKeys(pressed);
  }

  /** @param {NonNullable<ReturnType<typeof import('./keys.js').meaningOf>>} meaning */
  function pressed(meaning) {
    if (meaning.act === 'time') return countdown.sayTime();
    if (meaning.act === 'help') return find('#keys').togglePopover();
    if (!isOpen()) return;
    if (meaning.act === 'review') return void openReview();
    if (meaning.act === 'next') return void desk.step(1);
    if (meaning.act === 'previous') return void desk.step(-1);
    if (!desk.isQuestionShown) return;
    if (meaning.act === 'flag') status.say(question.toggleFlag());
    else if (meaning.act === 'note') question.openNote();
    else if ('index' in meaning && meaning.act === 'choose') question.choose(meaning.index);
    else if ('index' in meaning) status.say(question.strikeAt(meaning.index));
  }

  watchPreferences();
  listen();
  navigation.show(answers);
  desk.show();
  if (storage.kind === 'memory') status.show('memory');
  stopwatch.run();
  countdown.start();
  line.draw();
  staff.watch();
  document.body.dataset['room'] = 'open';
  await lease.settle(paper.tab);
  if (paper.state === 'paused') setPaused(true);
}

/**
 * @param {string} selector
 * @param {() => void} act
 */
function onPress(selector, act) {
  for (const element of document.querySelectorAll(selector))
    element.addEventListener('click', (event) => {
      event.preventDefault();
      act();
    });
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
