// A browser for tests: carries cookies by hand (a client that obeys Secure would drop them over http), tells where a request comes from, follows nothing by itself.

import * as cheerio from 'cheerio';
import type { ListeningCampus } from '../../fixtures/campus/campus.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly location: string;
  /** The page, for reading by `data-` hooks. */
  readonly $: cheerio.CheerioAPI;
  json<T>(): T;
}

export interface Asking {
  readonly method?: string;
  /** Form fields; sent as a browser's form is. */
  readonly form?: Record<string, string | string[]>;
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
}

/** One launch as its person sees it. */
export interface Visit {
  /** `/s/<launch>`. */
  readonly base: string;
  readonly csrf: string;
  /** The page on which the launch ended. */
  readonly page: Answer;
  /** The browser's cookies, and what the launch set. */
  readonly cookies: ReadonlyMap<string, string>;
  readonly setCookies: readonly string[];
  get(path: string): Promise<Answer>;
  /** Posts a form of this visit, token included. */
  post(path: string, form?: Record<string, string | string[]>): Promise<Answer>;
  /** Sends JSON as the page's scripts do. */
  send(method: string, path: string, body: unknown): Promise<Answer>;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  ask(path: string, asking?: Asking): Promise<Answer>;
  /** The whole launch of a person from Campus: login, authentication, launch, first page. */
  launch(campus: ListeningCampus, school: string, request: { person: string; activity: string }): Promise<Visit>;
  /** A visit that exists already, such as that of an exam's own window. */
  visit(base: string): Promise<Visit>;
}

/** A browser at one origin. */
export function browserOf(origin: string): Browser {
  const cookies = new Map<string, string>();

  function keep(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';');
      const at = pair.indexOf('=');
      const isGone = attributes.some((attribute) => attribute.trim().toLowerCase() === 'max-age=0');
      if (isGone) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  async function ask(path: string, { method, form, json, headers = {} }: Asking = {}): Promise<Answer> {
    const body = form ? formOf(form) : json === undefined ? undefined : JSON.stringify(json);
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const response = await fetch(new URL(path, origin), {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        accept: json === undefined ? 'text/html' : 'application/json',
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    keep(response.headers);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location') ?? '',
      $: cheerio.load(text),
      json: () => JSON.parse(text),
    };
  }

  async function follow(first: Answer): Promise<{ answer: Answer; path: string }> {
    let answer = first;
    let path = '';
    while (answer.status === 303) {
      path = new URL(answer.location, origin).pathname;
      answer = await ask(answer.location);
    }
    return { answer, path };
  }

  async function visit(base: string, given?: Answer, setCookies: readonly string[] = []): Promise<Visit> {
    const page = given ?? (await follow(await ask(`${base}/`))).answer;
    const csrf = page.$('input[name=csrf]').first().attr('value') ?? (await tokenOf(base));
    return {
      base,
      csrf,
      page,
      cookies,
      setCookies,
      get: (path) => ask(path.startsWith('/s/') ? path : `${base}${path}`),
      post: (path, form = {}) => ask(path.startsWith('/s/') ? path : `${base}${path}`, { form: { csrf, ...form } }),
      send: (method, path, json) =>
        ask(path.startsWith('/s/') ? path : `${base}${path}`, { method, json, headers: { 'x-resit-csrf': csrf } }),
    };
  }

  /** Every session has a form for its time zone, so its token is found there. */
  async function tokenOf(base: string): Promise<string> {
    return (await ask(`${base}/time-zone`)).$('input[name=csrf]').attr('value') ?? '';
  }

  return {
    cookies,
    ask,
    visit: (base) => visit(base),
    async launch(campus, schoolId, request) {
      const school = campus.school(schoolId);
      const login = school.launchForm(request);
      const fromLms = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
      const toAuth = await ask(login.action, { form: { ...login.fields }, headers: fromLms });
      if (toAuth.status !== 302) throw new Error(`the login answered ${toAuth.status}: ${toAuth.text.slice(0, 500)}`);
      const answer = await school.authorize(toAuth.location, request.person);
      if (!('form' in answer)) throw new Error(`Campus refused: ${JSON.stringify(answer)}`);
      const launched = await ask(answer.form.action, { form: { ...answer.form.fields }, headers: fromLms });
      if (launched.status !== 303)
        throw new Error(`the launch answered ${launched.status}: ${launched.text.slice(0, 500)}`);
      const { answer: page, path } = await follow(launched);
      const base = /^\/s\/[^/]+/.exec(path)?.[0] ?? '';
      return visit(base, page, launched.headers.getSetCookie());
    },
  };
}

function formOf(fields: Record<string, string | string[]>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  return form.toString();
}
