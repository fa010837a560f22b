import { createIncidentList } from '../../src/incidents/create-incident-list.ts';
import { Failure } from '../../src/incidents/failure.ts';
import type { IncidentPage } from '../../src/incidents/incident-source.ts';
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
  const listIncidents = async (state: string, next: string | undefined): Promise<IncidentPage> => {
    const key = `${state} ${next ?? 0}`;
    asked.push(key);
    const page = pages.get(key) ?? [];
    await slow.get(key);
    if (page instanceof Failure) throw page;
    const following = String(Number(next ?? 0) + 1);
    return {
      incidents: page.map((id) => decodeGraphIncident({ id, status: 'active' })),
      next: pages.has(`${state} ${following}`) ? following : undefined,
      isLast: !pages.has(`${state} ${following}`),
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

test('three pages are read and the high ones besides, and the rest is told; what moved between pages stands once', async () => {
  const list = start();
  pages.set('open 1', ['30', '29']).set('open 2', ['28']).set('open 3', ['27']).set('open-high 0', ['28', '3']);
  const listed = await list('open', options());
  expect(idsOf(listed)).toEqual(['31', '30', '29', '28', '3']);
  expect(listed.complete).toBe(false);
  expect(asked).toEqual(['open 0', 'open 1', 'open 2', 'open-high 0']);
  await list('open', { ...options(), whileTyping: true });
  expect(asked).toHaveLength(4);
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

test('a list with its high incidents is the same for all who ask while it is fresh', async () => {
  const list = start();
  pages.set('open 1', ['30']).set('open 2', ['28']).set('open 3', ['27']).set('open-high 0', ['3']);
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
    expect(asked).toHaveLength(1);
    await expect(list('open', options())).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toHaveLength(2);
  });
});
