// What a launch becomes in plain words: tolerant of what platforms leave out, and strict about rights.
import { expect } from 'chai';
import { claims, scopes } from '../../lti/claims.ts';
import type { Launch, Platform } from '../../lti/ports.ts';
import { readLaunch } from '../../lti/read-launch.ts';
import { readRoles } from '../../lti/roles.ts';

const rules = { allowLocal: false };
const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#';
const system = 'http://purl.imsglobal.org/vocab/lis/v2/system/person#';

const platform = (more: Partial<Platform> = {}): Platform => ({
  id: 'p1',
  organizationId: 'org-1',
  name: 'Lakeshore',
  kind: 'moodle',
  issuer: 'https://moodle.example',
  clientId: 'c1',
  authUrl: 'https://moodle.example/mod/lti/auth.php',
  tokenUrl: 'https://moodle.example/mod/lti/token.php',
  tokenAudience: 'https://moodle.example/mod/lti/token.php',
  jwksUrl: 'https://moodle.example/mod/lti/certs.php',
  serviceHosts: [],
  policy: 'open',
  deployments: [],
  status: 'active',
  addedAt: 0,
  ...more,
});

function read(payload: object, at: Platform = platform()): Launch {
  const whole = { sub: 'user-7', [claims.deploymentId]: '1', [claims.roles]: [], ...payload };
  const loginTarget = 'https://tool.example/lti/launch?from=login';
  return readLaunch(whole, {
    platform: at,
    isNewDeployment: false,
    messageType: 'resource-link',
    loginTarget,
    rules,
    nowMs: 1_000,
  });
}

describe('a launch in plain words', () => {
  it('C20, C21, C22, N06: holds what came, and null for what did not', () => {
    const bare = read({});
    expect(bare.person).to.deep.equal({
      sub: 'user-7',
      name: null,
      givenName: null,
      familyName: null,
      email: null,
      sourcedId: null,
      locale: null,
      zone: null,
    });
    expect(bare).to.include({ context: null, resourceLink: null, deepLinking: null, forUser: null, actedBy: null });
    expect(bare.grades.usable || bare.roster.usable).to.equal(false);
    expect(bare.targetLinkUri).to.equal('https://tool.example/lti/launch?from=login');
    expect(read({ email: 'a@example.org' }).person).to.include({ name: null, email: 'a@example.org' });
    expect(read({ given_name: 'Ana', family_name: 'Álvarez' }).person.name).to.equal('Ana Álvarez');
  });

  it('takes null, other types and unexpanded variables for absent, and cuts long texts', () => {
    const launch = read({
      name: '$Person.name.full',
      email: null,
      given_name: 7,
      family_name: 'x'.repeat(10_000),
      [claims.context]: { id: 'c', title: '$CourseSection.title', label: ['x'] },
      [claims.custom]: {
        exam: 'e1',
        n: 3,
        yes: true,
        due: '$ResourceLink.submission.endDateTime',
        list: [1],
        none: null,
        'a.b': 'x',
        $where: 'x',
      },
      [claims.launchPresentation]: 'nonsense',
      [claims.lis]: null,
    });
    expect(launch.person).to.include({ email: null, givenName: null });
    expect(launch.person.familyName!.length).to.equal(500);
    expect(launch.context).to.deep.equal({ id: 'c', label: null, title: null, history: [] });
    expect(launch.custom).to.deep.equal({ exam: 'e1', n: '3', yes: 'true' });
  });

  it('C31: keeps former ids, the platform’s identity and the way back', () => {
    const launch = read({
      [claims.lti11]: { user_id: 'old-7', resource_link_id: 'old-link' },
      [claims.toolPlatform]: {
        guid: 'g',
        product_family_code: 'moodle',
        version: '2024100706',
        name: 'Example School',
      },
      [claims.launchPresentation]: {
        return_url: 'https://moodle.example/return',
        document_target: 'iframe',
        locale: 'en',
      },
    });
    expect(launch.formerIds).to.deep.equal({ userId: 'old-7', resourceLinkId: 'old-link' });
    expect(launch.tool).to.deep.equal({
      guid: 'g',
      productFamily: 'moodle',
      version: '2024100706',
      name: 'Example School',
    });
    expect(launch.presentation).to.deep.equal({ returnUrl: 'https://moodle.example/return', documentTarget: 'iframe' });
    expect(launch.person.locale).to.equal('en');
    expect(
      read({ [claims.launchPresentation]: { return_url: 'javascript:alert(1)' } }).presentation.returnUrl,
    ).to.equal(null);
  });

  it('knows the person’s zone when the platform tells one that exists', () => {
    expect(read({ [claims.custom]: { person_address_timezone: 'America/Chicago' } }).person.zone).to.equal(
      'America/Chicago',
    );
    expect(read({ zoneinfo: 'Europe/Paris' }).person.zone).to.equal('Europe/Paris');
    expect(read({ [claims.custom]: { person_address_timezone: 'Mars/Olympus' } }).person.zone).to.equal(null);
  });

  it('knows from which courses this one was copied, and who acts as the person', () => {
    const custom = { context_id_history: 'c3, c2', canvas_masquerading_user_id: '42' };
    const launch = read({ [claims.context]: { id: 'c4' }, [claims.custom]: custom });
    expect(launch.context!.history).to.deep.equal(['c3', 'c2']);
    expect(launch.actedBy).to.equal('42');
  });

  it('A19: accepts services on other hosts, calls them not usable, and says why', () => {
    const services = {
      [claims.gradeService]: { lineitem: 'https://elsewhere.example/1/lineitem', scope: [scopes.score] },
      [claims.rosterService]: { context_memberships_url: 'http://moodle.example/members' },
    };
    const launch = read(services);
    expect(launch.grades).to.include({ usable: false });
    expect(launch.grades.reason).to.include('https://elsewhere.example');
    expect(launch.roster).to.include({ usable: false });
    expect(launch.roster.reason).to.include('https://');
    const named = read(services, platform({ serviceHosts: ['elsewhere.example'] }));
    expect(named.grades).to.include({ usable: true, reason: null });
    expect(read(services, platform({ serviceHosts: ['elsewhere.example:444'] })).grades.usable).to.equal(false);
  });

  it('knows the addresses of Canvas: the school’s own and every host of the vendor', () => {
    const canvas = platform({ kind: 'canvas', issuer: 'https://canvas.instructure.com' });
    const at = (lineitem: string, custom = {}): boolean =>
      read({ [claims.gradeService]: { lineitem, scope: [scopes.score] }, [claims.custom]: custom }, canvas).grades
        .usable;
    expect(at('https://school.instructure.com/api/lti/courses/1/line_items/2')).to.equal(true);
    expect(at('https://school.instructure.com.evil.example/1')).to.equal(false);
    expect(at('https://canvas.school.example/1')).to.equal(false);
    expect(at('https://canvas.school.example/1', { canvas_api_base_url: 'https://canvas.school.example' })).to.equal(
      true,
    );
    const launch = read({ [claims.custom]: { canvas_api_base_url: 'https://canvas.school.example' } }, canvas);
    expect(launch.embeddingOrigins).to.include.members(['https://*.instructure.com', 'https://canvas.school.example']);
  });

  it('takes an unnamed number of items in deep linking for one', () => {
    const settings = {
      deep_link_return_url: 'https://moodle.example/r',
      accept_types: ['ltiResourceLink', 7],
      data: { no: 1 },
    };
    const launch = readLaunch(
      { sub: 'u', [claims.deepLinkingSettings]: settings },
      {
        platform: platform(),
        isNewDeployment: false,
        messageType: 'deep-linking',
        loginTarget: '',
        rules,
        nowMs: 1_000,
      },
    );
    expect(launch.deepLinking).to.deep.include({
      acceptMultiple: false,
      acceptLineItem: true,
      acceptTypes: ['ltiResourceLink'],
      data: null,
      expiresAt: 1_000 + 3_600_000,
    });
  });
});

describe('roles', () => {
  const strongest = (...names: unknown[]): string => readRoles(names).strongest;

  it('C14: nobody in particular is a guest', () => {
    expect(readRoles([])).to.deep.equal({
      course: ['guest'],
      strongest: 'guest',
      isTestUser: false,
      isPlatformAdministrator: false,
    });
  });
  it('C16: several, unknown and short names are read for what they say', () => {
    expect(strongest(`${membership}#Learner`, 'urn:unknown', `${membership}#Wizard`)).to.equal('learner');
    expect(strongest('Instructor')).to.equal('instructor');
    expect(strongest(`${membership}#Learner`, `${membership}#Instructor`)).to.equal('instructor');
    expect(strongest(7, null, {}, 'constructor', `${membership}#toString`)).to.equal('guest');
  });
  it('C17: institution and system roles give nothing in a course', () => {
    for (const name of ['Administrator', 'Instructor', 'Faculty', 'Staff']) {
      expect(strongest(institution + name)).to.equal('guest');
      expect(strongest(system + name)).to.equal('guest');
    }
    expect(readRoles([`${institution}Administrator`]).isPlatformAdministrator).to.equal(true);
    expect(readRoles([`${institution}Instructor`, `${membership}#Administrator`]).isPlatformAdministrator).to.equal(
      false,
    );
    expect(strongest(`${institution}Instructor`, `${membership}#Learner`)).to.equal('learner');
  });
  it('C18: a teaching assistant is no instructor, however many names the platform lists', () => {
    for (const sub of ['TeachingAssistant', 'TeachingAssistantSection', 'Grader']) {
      const { course } = readRoles([`${membership}#Instructor`, `${membership}/Instructor#${sub}`]);
      expect(course).to.deep.equal(['teaching-assistant']);
    }
    expect(strongest(`${membership}/Instructor#PrimaryInstructor`)).to.equal('instructor');
    expect(strongest(`${membership}/Instructor#PrimaryInstructor`, `${membership}/Instructor#Grader`)).to.equal(
      'instructor',
    );
    expect(strongest(`${membership}/Learner#NonCreditLearner`)).to.equal('learner');
  });
  it('C26: Canvas’s pretend student is known as such', () => {
    const roles = readRoles([`${membership}#Learner`, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser']);
    expect(roles).to.include({ isTestUser: true, strongest: 'learner' });
  });
});
