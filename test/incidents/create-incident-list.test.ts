import { createIncidentList } from '../../src/incidents/create-incident-list.ts';
import { Failure } from '../../src/incidents/failure.ts';
import type { IncidentSource } from '../../src/incidents/incident-source.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';
import { createTrace } from '../support/sources.ts';

let time: number;
let asked: string[];
let pages: Map<string, readonly string[] | Failure>;
/** What a page waits for. */
let slow: Map<string, Promise<void>>;

function start(freshSeconds = 15) {
  time = 1_000_000;
  asked = [];
  slow = new Map();
  pages = new Map([['open 0', ['31', '30']]]);
  const listIncidents: IncidentSource['listIncidents'] = async (state, next, _, conditions = {}) => {
    const { severities = [], statuses = [], assignees, createdSince = '' } = conditions;
    const words = [
      ...severities,
      ...statuses,
      ...(assignees?.length === 0 ? ['nobody'] : (assignees ?? [])),
      createdSince,
    ];
    const [picked, page0] = next?.split(' ') ?? [words.filter((word) => word !== '').join(), '0'];
    const severity = ['high', 'medium', 'low'].find((each) => each === picked);
    const list = picked === '' ? state : `${state} ${picked}`;
    const key = `${list} ${page0}`;
    asked.push(key);
    const page = pages.get(key) ?? [];
    await slow.get(key);
    if (page instanceof Failure) throw page;
    const following = Number(page0) + 1;
    const isLast = !pages.has(`${list} ${following}`);
    return {
      incidents: page.map((id) => decodeGraphIncident({ id, severity, status: 'active' })),
      next: isLast ? undefined : `${picked} ${following}`,
      isLast,
    };
  };
  const getIncident = async () => {
    throw new Failure('internal');
  };
  const source = { api: 'graph-v1.0', listsBySeverity: true, getIncident, listIncidents } as const;
  return createIncidentList({ source, freshMs: freshSeconds * 1000, now: () => time });
}

const options = () => ({ signal: new AbortController().signal, trace: createTrace() });
const idsOf = ({ incidents }: { incidents: readonly { id: string }[] }) => incidents.map(({ id }) => id);

test('a list of one page is complete', async () => {
  const list = await start()('open', options());
  expect(list).toMatchObject({ api: 'graph-v1.0', complete: true, fetchedAt: time });
  expect(idsOf(list)).toEqual(['31', '30']);
});

/** More open incidents than are listed. */
const crowd = () => pages.set('open 1', ['30', '29']).set('open 2', ['28']).set('open 3', ['27']);
const numbers = (first: number, count: number) => Array.from({ length: count }, (_, n) => String(first + n));

test('three pages are read and the most urgent besides, and the rest is told; what moved between pages stands once', async () => {
  const list = start();
  crowd().set('open high 0', ['28', '3']).set('open medium 0', numbers(5, 9)).set('open low 0', ['14']);
  const listed = await list('open', options());
  expect(new Set(idsOf(listed))).toEqual(new Set(['31', '30', '29', '28', '3', ...numbers(5, 9)]));
  expect(listed).toMatchObject({ complete: false, newest: 4 });
  expect(asked).toEqual(['open 0', 'open 1', 'open 2', 'open high 0', 'open medium 0']);
  await list('open', { ...options(), whileTyping: true });
  expect(asked).toHaveLength(5);
});

test('where one severity has more than a list holds, no lesser one is asked for', async () => {
  const list = start();
  crowd();
  for (let page = 0; page < 4; page++) pages.set(`open high ${page}`, [String(page + 1)]);
  await list('open', options());
  expect(asked.slice(3)).toEqual(['open high 0', 'open high 1', 'open high 2']);
});

test.each([
  [{ severities: ['high'] }, 'open high 0', true],
  [{ statuses: ['active'], createdSince: 7 }, 'open active,7 0', true],
  [{ assignees: ['kai@contoso.com'] }, 'open kai@contoso.com 0', false],
])(
  'older ones that fulfil %j are asked for by that, and no more where that is all',
  async (conditions, key, complete) => {
    const list = start();
    crowd().set(key, ['3']);
    const listed = await list('open', { ...options(), conditions });
    expect(idsOf(listed)).toContain('3');
    expect(listed).toMatchObject({ complete, newest: 4 });
    expect(asked).toEqual(['open 0', 'open 1', 'open 2', key]);
    const again = await list('open', { ...options(), conditions });
    expect([again.fetchedAt, again.incidents]).toEqual([listed.fetchedAt, listed.incidents]);
    expect(asked).toHaveLength(4);
  },
);

test('a list that is complete is enough, whatever is wanted of it', async () => {
  const list = start();
  for (const state of ['open', 'resolved'] as const) {
    await list(state, { ...options(), conditions: { severities: ['high'], assignees: [] } });
  }
  expect(asked).toEqual(['open 0', 'resolved 0']);
});

test('where the API finds nobody of that name, the rest is read on, once a minute for all who ask', async () => {
  const list = start();
  crowd().set('open 4', ['26']);
  for (const name of ['kai@contoso.com', 'mona@contoso.com']) {
    const listed = await list('open', { ...options(), conditions: { assignees: [name] } });
    expect(listed).toMatchObject({ complete: true, newest: 6 });
    expect(idsOf(listed)).toContain('26');
  }
  expect(asked.slice(3)).toEqual(['open kai@contoso.com 0', 'open 3', 'open 4', 'open mona@contoso.com 0']);
  time += 59_999;
  await list('open', { ...options(), conditions: { assignees: ['kai@contoso.com'] } });
  expect(asked.slice(7)).toEqual(['open 0', 'open 1', 'open 2', 'open kai@contoso.com 0']);
});

/** More new incidents than a list holds. */
const burst = () => pages.set('open 0', ['99']).set('open 1', ['98']).set('open 2', ['97']).set('open 3', ['96']);

test('further pages are read again where newer incidents than a list holds have come since', async () => {
  const list = start();
  const kai = { ...options(), conditions: { assignees: ['kai@contoso.com'] } };
  crowd();
  await list('open', kai);
  time += 15_000;
  burst().set('open 4', ['31', '30', '29', '28', '27']);
  const listed = await list('open', kai);
  expect(listed).toMatchObject({ complete: true, newest: 9, fetchedAt: time });
  expect(idsOf(listed)).toContain('96');
});

test('further pages of before, for want of others, are not taken to go on with the newest', async () => {
  const list = start();
  const kai = { ...options(), conditions: { assignees: ['kai@contoso.com'] } };
  crowd();
  await list('open', kai);
  time += 15_000;
  burst();
  let release = () => {};
  slow.set('open 3', new Promise((resolve) => (release = () => resolve(undefined))));
  const deadline = new AbortController();
  const asking = list('open', { ...kai, signal: deadline.signal });
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  deadline.abort();
  await expect(asking).resolves.toMatchObject({ complete: false, newest: 3 });
  release();
});

test('no more than a thousand are read, or twenty pages', async () => {
  const list = start();
  crowd();
  for (let page = 3; page < 40; page++) pages.set(`open ${page}`, [String(1000 + page)]);
  const conditions = { assignees: ['kai@contoso.com'] };
  await expect(list('open', { ...options(), conditions })).resolves.toMatchObject({ complete: false, newest: 21 });
  expect(asked).toHaveLength(3 + 1 + 17);
  pages.set('resolved 1', numbers(1, 600)).set('resolved 2', ['9000']).set('resolved 3', numbers(601, 600));
  pages.set('resolved 4', ['9999']);
  await list('resolved', { ...options(), conditions });
  expect(asked.at(-1)).toBe('resolved 3');
});

test('an API that does not take a filter is read on; one that fails is asked no more', async () => {
  const list = start();
  const conditions = { severities: ['high'] };
  crowd().set('open high 0', new Failure('unavailable', { upstream: { status: 400 } }));
  await expect(list('open', { ...options(), conditions })).resolves.toMatchObject({ complete: true, newest: 5 });
  expect(asked.slice(3)).toEqual(['open high 0', 'open 3']);
  pages.set('open medium 0', new Failure('unavailable', { upstream: { status: 500 } }));
  const medium = { ...options(), conditions: { severities: ['medium'] } };
  await expect(list('open', medium)).resolves.toMatchObject({ complete: false, newest: 4 });
  expect(asked.slice(5)).toEqual(['open medium 0']);
});

test('an answer by assignee that lacks what is known is not taken for all', async () => {
  const list = start();
  crowd().set('open nobody 0', ['27']);
  // Nobody has any of these.
  const listed = await list('open', { ...options(), conditions: { assignees: [] } });
  expect(asked.slice(3)).toEqual(['open nobody 0', 'open 3']);
  expect(listed.complete).toBe(true);
});

test('what nobody can wait for any more is not asked for', async () => {
  const list = start();
  crowd().set('open high 0', ['3']);
  const deadline = new AbortController();
  let release = () => {};
  slow.set('open high 0', new Promise((resolve) => (release = () => resolve(undefined))));
  const asking = list('open', { ...options(), signal: deadline.signal, conditions: { severities: ['high'] } });
  while (!asked.includes('open high 0')) await new Promise(setImmediate);
  deadline.abort();
  await expect(asking).resolves.toMatchObject({ complete: false, newest: 4 });
  release();
});

test('a list is reused until it is too old, each state for itself', async () => {
  const list = start(15);
  await list('open', options());
  time += 14_999;
  await list('open', options());
  await list('resolved', options());
  expect(asked).toEqual(['open 0', 'resolved 0']);
  time += 1;
  await list('open', options());
  expect(asked).toEqual(['open 0', 'resolved 0', 'open 0']);
});

test('where nothing may be reused, neither are older incidents', async () => {
  const list = start(0);
  crowd();
  const kai = { ...options(), conditions: { assignees: ['kai@contoso.com'] } };
  await list('open', kai);
  await list('open', kai);
  expect(asked.slice(5)).toEqual(asked.slice(0, 5));
});

test('those who ask at the same moment share one list', async () => {
  const list = start(0);
  await Promise.all(Array.from({ length: 30 }, () => list('open', options())));
  expect(asked).toEqual(['open 0']);
});

test.each(['unavailable', 'timeout', 'throttled'] as const)(
  'after %s the earlier list is shown, marked as such, for a day',
  async (code) => {
    const list = start();
    await list('open', options());
    pages.set('open 0', new Failure(code));
    time += 60_000;
    await expect(list('open', options())).resolves.toMatchObject({ fetchedAt: 1_000_000, staleBecause: { code } });
    time += 24 * 60 * 60_000;
    await expect(list('open', options())).rejects.toMatchObject({ code });
  },
);

const down = () => {
  for (const key of pages.keys()) pages.set(key, new Failure('unavailable'));
};

test('where the API is down, older incidents stand in with the newest, and no call is made for them', async () => {
  const list = start();
  crowd().set('open high 0', ['3']);
  const high = { ...options(), conditions: { severities: ['high'] } };
  const told = await list('open', high);
  time += 60_000;
  down();
  const again = await list('open', high);
  expect(again).toMatchObject({ complete: true, fetchedAt: told.fetchedAt, staleBecause: { code: 'unavailable' } });
  expect(idsOf(again)).toEqual(idsOf(told));
  expect(asked.slice(4)).toEqual(['open 0']);
  expect((await list('open', high)).incidents).toBe(again.incidents);
});

test('what stands in is as old as its oldest part, though newer ones are known since', async () => {
  const list = start();
  crowd().set('open high 0', ['3']);
  const high = { ...options(), conditions: { severities: ['high'] } };
  await list('open', high);
  time += 60_000;
  pages.set('open 0', ['32', '31', '30']);
  await list('open', { ...options(), whileTyping: true });
  time += 60_000;
  down();
  const again = await list('open', high);
  // Some milliseconds tell it from the list before, for those who page through that.
  expect([again.complete, Math.floor(again.fetchedAt / 1_000)]).toEqual([true, 1_000]);
  expect(idsOf(again)).toEqual(expect.arrayContaining(['32', '3']));
  time = 1_000_000 + 24 * 60 * 60_000;
  expect(idsOf(await list('open', high))).not.toContain('3');
});

test('what could be had of the older ones only in part does not stand in for the whole', async () => {
  const list = start();
  crowd().set('open high 0', ['3']).set('open medium 0', ['2']);
  const told = await list('open', options());
  time += 60_000;
  pages.set('open medium 0', new Failure('unavailable'));
  await list('open', options());
  time += 60_000;
  down();
  expect(new Set(idsOf(await list('open', options())))).toEqual(new Set(idsOf(told)));
});

test('a list that was cut short is not what stands in for a longer one', async () => {
  const list = start();
  pages.set('open 1', ['29']);
  await list('open', options());
  time += 60_000;
  pages.set('open 1', new Failure('throttled'));
  expect(idsOf(await list('open', { ...options(), whileTyping: true }))).toEqual(['31', '30']);
  down();
  const again = await list('open', options());
  expect(again).toMatchObject({ complete: true, fetchedAt: 1_000_000, staleBecause: { code: 'unavailable' } });
  expect(idsOf(again)).toEqual(['31', '30', '29']);
});

test('a failure that is no passing one ends the list, and what was known with it', async () => {
  const list = start();
  await list('open', options());
  time += 60_000;
  pages.set('open 0', new Failure('missing-permission'));
  await expect(list('open', options())).rejects.toMatchObject({ code: 'missing-permission' });
  pages.set('open 0', new Failure('unavailable'));
  await expect(list('open', options())).rejects.toMatchObject({ code: 'unavailable' });
});

test("a fault of the bot's own says nothing against the earlier list", async () => {
  const list = start();
  await list('open', options());
  time += 60_000;
  pages.set('open 0', new Failure('internal'));
  await expect(list('open', options())).rejects.toMatchObject({ code: 'internal' });
  pages.set('open 0', new Failure('unavailable'));
  await expect(list('open', options())).resolves.toMatchObject({ staleBecause: { code: 'unavailable' } });
});

test('what came before a page that fails is shown, and said not to be all', async () => {
  const list = start();
  pages.set('open 1', new Failure('unavailable'));
  const listed = await list('open', options());
  expect(idsOf(listed)).toEqual(['31', '30']);
  expect(listed.complete).toBe(false);
});

test('a page that is forbidden ends the whole list', async () => {
  const list = start();
  pages.set('open 1', new Failure('missing-permission'));
  await expect(list('open', options())).rejects.toMatchObject({ code: 'missing-permission' });
});

/** A list whose second page came after the deadline of the first who asked: what that one got, and the list itself. */
async function startLate() {
  const list = start();
  let release = () => {};
  const deadline = new AbortController();
  pages.set('open 1', ['29']);
  slow.set('open 1', new Promise((resolve) => (release = () => resolve(undefined))));
  const early = list('open', { ...options(), signal: deadline.signal });
  await new Promise(setImmediate);
  deadline.abort();
  const cut = await early;
  release();
  await new Promise(setImmediate);
  return { list, cut };
}

test('at the deadline the pages that have arrived are shown; the rest goes on for those who ask later', async () => {
  const { list, cut } = await startLate();
  expect([idsOf(cut), cut.complete]).toEqual([['31', '30'], false]);
  const later = await list('open', options());
  expect([idsOf(later), later.complete]).toEqual([['31', '30', '29'], true]);
  expect(asked).toEqual(['open 0', 'open 1']);
});

test('who pages through a list that was cut short gets its rows, not those of the whole one', async () => {
  const { list, cut } = await startLate();
  const whole = await list('open', options());
  expect(whole.fetchedAt).not.toBe(cut.fetchedAt);
  expect(idsOf(await list('open', { ...options(), asOf: cut.fetchedAt }))).toEqual(['31', '30']);
  expect(idsOf(await list('open', { ...options(), asOf: whole.fetchedAt }))).toEqual(['31', '30', '29']);
});

test('a list with its most urgent incidents is the same for all who ask while it is fresh', async () => {
  const list = start();
  crowd().set('open high 0', ['3']);
  const first = await list('open', options());
  for (let n = 0; n < 30; n++) expect((await list('open', options())).fetchedAt).toBe(first.fetchedAt);
  expect(idsOf(await list('open', { ...options(), asOf: first.fetchedAt }))).toEqual(idsOf(first));
});

test('where a page fails, no more is asked for', async () => {
  const list = start();
  pages.set('open 1', new Failure('throttled'));
  await list('open', options());
  expect(asked).toEqual(['open 0', 'open 1']);
});

describe('while somebody types', () => {
  const typing = () => ({ ...options(), whileTyping: true });

  test('a list is reused for a minute, even where nothing else is', async () => {
    const list = start(0);
    await list('open', typing());
    time += 59_999;
    await list('open', typing());
    expect(asked).toHaveLength(1);
    time += 1;
    await list('open', typing());
    await list('open', options());
    expect(asked).toHaveLength(3);
  });

  test('a failure is not tried again at every key', async () => {
    const list = start();
    pages.set('open 0', new Failure('unavailable'));
    for (let key = 0; key < 30; key++) {
      await expect(list('open', typing())).rejects.toMatchObject({ code: 'unavailable' });
      time += 1_000;
    }
    expect(asked).toHaveLength(3);
    await expect(list('open', options())).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toHaveLength(4);
  });

  test.each(['before it was asked', 'while it was asked'])(
    'that somebody could wait no longer, %s, is no failure of the API',
    async (when) => {
      const list = start();
      let release = () => {};
      const deadline = new AbortController();
      slow.set('open 0', new Promise((resolve) => (release = () => resolve(undefined))));
      if (when === 'before it was asked') deadline.abort();
      const early = expect(list('open', { ...typing(), signal: deadline.signal })).rejects.toMatchObject({
        code: 'timeout',
      });
      await new Promise(setImmediate);
      deadline.abort();
      await early;
      const other = list('open', typing());
      release();
      expect(idsOf(await other)).toEqual(['31', '30']);
      expect(asked).toEqual(['open 0']);
    },
  );

  test('after a failure that has passed it goes on within ten seconds', async () => {
    const list = start();
    const [first = []] = [pages.get('open 0')];
    pages.set('open 0', new Failure('unavailable'));
    await expect(list('open', typing())).rejects.toMatchObject({ code: 'unavailable' });
    pages.set('open 0', first);
    time += 10_000;
    expect(idsOf(await list('open', typing()))).toEqual(['31', '30']);
  });

  test('an API that throttles is left alone for as long as it says, and a minute at most', async () => {
    const list = start();
    for (const [says, waits] of [
      [37, 37],
      [3_600, 60],
    ] as const) {
      pages.set('open 0', new Failure('throttled', { retryAfterSeconds: says }));
      await expect(list('open', typing())).rejects.toMatchObject({ code: 'throttled' });
      const before = asked.length;
      time += waits * 1_000 - 1;
      await expect(list('open', typing())).rejects.toMatchObject({ code: 'throttled' });
      expect(asked).toHaveLength(before);
      time += 1;
    }
    await expect(list('open', typing())).rejects.toMatchObject({ code: 'throttled' });
    expect(asked).toHaveLength(3);
  });
});
