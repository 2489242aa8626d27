// A class for the bench: a Canvas-shaped school with so many students, an exam set up by its instructor, everybody in by a real launch.

import { listenCampus, type ListeningCampus } from '../../fixtures/campus/campus.ts';
import type { SchoolPlan } from '../../fixtures/campus/plan.ts';
import { launch } from '../../fixtures/story-launch.ts';
import { firstOrganizationId } from '../../src/stores/organization-store.ts';
import type { HttpClient } from './http-client.ts';
import { inTurns } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** Somebody in the exam: what their browser holds. */
export interface Visitor {
  /** `http://localhost:3000/s/<launch>`. */
  readonly base: string;
  readonly cookie: string;
  readonly csrf: string;
}

const courseId = '1';
const activity = '1';
/** Another course, with many students and a guarantee: what is done for it changes no figure of the class. */
export const boardCourseLabel = 'BOARD';
const boardActivity = '2';
const instructor = 'instructor';
const blueprint = 'cpc-seed';
/** How many launches are under way at once. */
const together = 16;

const studentId = (number: number): string => `student-${number}`;

function planOf(size: number): SchoolPlan {
  const numbers = Array.from({ length: size }, (_, at) => at + 1);
  return {
    id: 'school',
    name: 'Bench School',
    shape: 'canvas',
    people: [
      { id: instructor, givenName: 'Ines', familyName: 'Instructor' },
      ...numbers.map((number) => ({ id: studentId(number), givenName: 'Student', familyName: `Number ${number}` })),
    ],
    courses: [
      {
        id: courseId,
        label: 'BENCH',
        title: 'A large class',
        members: [
          { person: instructor, role: 'instructor' },
          ...numbers.map((number) => ({ person: studentId(number), role: 'learner' as const })),
        ],
        activities: [{ id: activity, title: 'Mock exam' }],
      },
      {
        id: '2',
        label: boardCourseLabel,
        title: 'A course with a guarantee',
        members: [{ person: instructor, role: 'instructor' }],
        activities: [{ id: boardActivity, title: 'Another mock exam' }],
      },
    ],
  };
}

export interface Classroom {
  /** Launches the instructor and sets the exam up; answers the instructor's visit and the exam's page. */
  setUp(): Promise<{ visitor: Visitor; examUrl: string }>;
  /** Launches the instructor into the course of the board. */
  enterBoardCourse(): Promise<Visitor>;
  /** Launches everybody; each round trip is login, authentication, launch. Answers the visits and the seconds it took. */
  launchAll(): Promise<{ launches: readonly { address: string; cookie: string }[]; seconds: number }>;
  /** Opens the first page of a launch, which holds the token of the session. */
  enter(launched: { address: string; cookie: string }): Promise<Visitor>;
  close(): Promise<void>;
}

/** Opens the school and makes it and the server known to each other. */
export async function openClassroom(server: ServerProcess, client: HttpClient, size: number): Promise<Classroom> {
  const campus = await listenCampus({ schools: [planOf(size)] });
  await connect(campus, server);
  const school = campus.school('school');

  async function enter({ address, cookie }: { address: string; cookie: string }): Promise<Visitor> {
    let page = await client.send(address, { method: 'GET', cookie });
    while (page.status === 303)
      page = await client.send(new URL(page.location, address).href, { method: 'GET', cookie });
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1];
    const base = /^.*?\/s\/[^/]+/.exec(address)?.[0];
    if (page.status !== 200 || !csrf || !base) throw new Error(`the first page was answered with ${page.status}`);
    return { base, cookie, csrf };
  }

  return {
    enter,
    async setUp() {
      const visitor = await enter(await launch(school, { person: instructor, activity }));
      const form = { csrf: visitor.csrf, choice: `blueprint:${blueprint}`, act: 'choose' };
      const chosen = await client.send(`${visitor.base}/exams/choose`, {
        method: 'POST',
        cookie: visitor.cookie,
        form,
      });
      if (chosen.status !== 303) throw new Error(`choosing the exam was answered with ${chosen.status}`);
      return { visitor, examUrl: new URL(chosen.location, visitor.base).href };
    },
    async enterBoardCourse() {
      const { address, cookie } = await launch(school, { person: instructor, activity: boardActivity });
      const base = /^.*?\/s\/[^/]+/.exec(address)?.[0];
      if (!base) throw new Error(`the launch led to ${address}`);
      return { base, cookie, csrf: '' };
    },
    async launchAll() {
      const from = performance.now();
      const people = Array.from({ length: size }, (_, at) => studentId(at + 1));
      const launches = await inTurns(people, together, (person) => launch(school, { person, activity }));
      return { launches, seconds: (performance.now() - from) / 1000 };
    },
    close: () => campus.close(),
  };
}

async function connect(campus: ListeningCampus, server: ServerProcess): Promise<void> {
  const id = 'bench';
  const { publicUrl } = server;
  const { name, kind, issuer, clientId, authUrl, tokenUrl, jwksUrl } = campus.school('school').addTool({
    clientId: id,
    loginUrl: `${publicUrl}/lti/login`,
    launchUrl: `${publicUrl}/lti/launch`,
    jwksUrl: `${publicUrl}/lti/jwks/${id}.json`,
  });
  const platform = { id, name, kind, issuer, clientId, authUrl, tokenUrl, jwksUrl };
  await server.ask({ register: { ...platform, organizationId: firstOrganizationId } });
}
