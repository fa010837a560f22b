import { setTimeout as delay } from 'node:timers/promises';
import { createIncidentCache } from '../../src/incidents/create-incident-cache.ts';
import { createLookUp, type LookUp } from '../../src/incidents/create-look-up.ts';
import { Failure } from '../../src/incidents/failure.ts';
import type { Incident } from '../../src/incidents/incident.ts';
import { decodeGraphIncident } from '../../src/incidents/sources/decode-graph-incident.ts';
import { createTrace } from '../support/sources.ts';

const none = async () => ({ incidents: [], next: undefined, isLast: true });
type Reply = Partial<Incident> | Failure;

let time: number;
let asked: string[];
let replies: Map<string, Reply>;

function start(freshSeconds = 15): LookUp {
  time = 1_000_000;
  asked = [];
  replies = new Map([['29', {}]]);
  const getIncident = async (id: string): Promise<Incident> => {
    asked.push(id);
    const reply = replies.get(id) ?? new Failure('not-found');
    if (reply instanceof Failure) throw reply;
    return { ...decodeGraphIncident({ id, status: 'active', severity: 'high' }), ...reply };
  };
  const cache = createIncidentCache({ freshMs: freshSeconds * 1000, now: () => time });
  return createLookUp({
    source: { api: 'graph-v1.0', listsBySeverity: true, getIncident, listIncidents: none },
    cache,
  });
}

const options = () => ({ signal: new AbortController().signal, trace: createTrace() });

describe('merged incidents', () => {
  test('an incident that was not merged is itself', async () => {
    await expect(start()('29', options())).resolves.toMatchObject({
      askedId: '29',
      incident: { id: '29' },
      mergedFrom: [],
    });
  });

  test('the target of a chain is shown, with the way to it', async () => {
    const lookUp = start();
    replies.set('13', { redirectIncidentId: '14' }).set('14', { redirectIncidentId: '29' });
    await expect(lookUp('13', options())).resolves.toMatchObject({
      askedId: '13',
      incident: { id: '29' },
      mergedFrom: ['13', '14'],
    });
    expect(asked).toEqual(['13', '14', '29']);
  });

  test.each([
    ['itself', { '17': '17' }, '17'],
    ['each other', { '15': '16', '16': '15' }, '15'],
    ['a circle further on', { '18': '15', '15': '16', '16': '15' }, '18'],
  ])('incidents merged into %s end as merge-loop', async (_, chain, first) => {
    const lookUp = start();
    for (const [from, into] of Object.entries(chain)) replies.set(from, { redirectIncidentId: into });
    await expect(lookUp(first, options())).rejects.toMatchObject({ code: 'merge-loop' });
    expect(asked).toHaveLength(Object.keys(chain).length);
  });

  test('a missing target is named, not the incident that was asked for', async () => {
    const lookUp = start();
    replies.set('14', { redirectIncidentId: '404' });
    await expect(lookUp('14', options())).rejects.toMatchObject({ code: 'not-found', details: { mergedInto: '404' } });
  });

  test('five hops are followed, a sixth is not', async () => {
    const lookUp = start();
    for (let id = 50; id < 56; id++) replies.set(String(id), { redirectIncidentId: String(id + 1) });
    replies.set('56', {});
    await expect(lookUp('51', options())).resolves.toMatchObject({ incident: { id: '56' } });
    await expect(lookUp('50', options())).rejects.toMatchObject({ code: 'merge-loop' });
  });
});

describe('reuse', () => {
  test('an answer is reused until it is too old', async () => {
    const lookUp = start(15);
    await lookUp('29', options());
    time += 14_999;
    await lookUp('29', options());
    expect(asked).toHaveLength(1);
    time += 1;
    await lookUp('29', options());
    expect(asked).toHaveLength(2);
  });

  test('with 0 seconds nothing is reused', async () => {
    const lookUp = start(0);
    await lookUp('29', options());
    await lookUp('29', options());
    expect(asked).toHaveLength(2);
  });

  test('questions at the same moment share one request', async () => {
    const lookUp = start(0);
    await Promise.all(Array.from({ length: 50 }, () => lookUp('29', options())));
    expect(asked).toHaveLength(1);
  });

  test('a failure is not reused', async () => {
    const lookUp = start();
    replies.set('29', new Failure('unavailable'));
    await expect(lookUp('29', options())).rejects.toMatchObject({ code: 'unavailable' });
    replies.set('29', {});
    await expect(lookUp('29', options())).resolves.toMatchObject({ incident: { id: '29' } });
  });
});

describe('asked afresh', () => {
  const afresh = () => ({ ...options(), fresh: true });

  test('the API is asked whatever is known, and what it says is known from then on', async () => {
    const lookUp = start(15);
    await lookUp('29', options());
    replies.set('29', { status: 'resolved' });
    await expect(lookUp('29', afresh())).resolves.toMatchObject({ incident: { status: 'resolved' } });
    await expect(lookUp('29', options())).resolves.toMatchObject({ incident: { status: 'resolved' } });
    expect(asked).toEqual(['29', '29']);
  });

  test('every hop of a merge is asked afresh', async () => {
    const lookUp = start(15);
    replies.set('12', { redirectIncidentId: '29' });
    await lookUp('12', options());
    await lookUp('12', afresh());
    expect(asked).toEqual(['12', '29', '12', '29']);
  });

  test('an earlier answer does not stand in', async () => {
    const lookUp = start(15);
    await lookUp('29', options());
    replies.set('29', new Failure('unavailable'));
    await expect(lookUp('29', afresh())).rejects.toMatchObject({ code: 'unavailable' });
    await expect(lookUp('29', options())).resolves.toMatchObject({ incident: { id: '29' } });
  });

  test('a request that began before is not taken for a fresh one', async () => {
    const held: ((incident: Incident) => void)[] = [];
    const getIncident = () => new Promise<Incident>((resolve) => held.push(resolve));
    const source = { api: 'graph-v1.0', listsBySeverity: true, getIncident, listIncidents: none } as const;
    const cache = createIncidentCache({ freshMs: 15_000, now: () => time });
    const lookUp = createLookUp({ source, cache });
    const incident = (status: string) => decodeGraphIncident({ id: '29', status });
    const before = lookUp('29', options());
    await delay(0);
    time += 1_000;
    const fresh = lookUp('29', afresh());
    await delay(0);
    expect(held).toHaveLength(2);
    held[1]?.(incident('resolved'));
    await expect(fresh).resolves.toMatchObject({ incident: { status: 'resolved' }, fetchedAt: time });
    held[0]?.(incident('active'));
    await expect(before).resolves.toMatchObject({ incident: { status: 'active' }, fetchedAt: time - 1_000 });
    await expect(lookUp('29', options())).resolves.toMatchObject({ incident: { status: 'resolved' } });
  });

  test('those who ask at the same moment share one request', async () => {
    const lookUp = start(15);
    await Promise.all(Array.from({ length: 20 }, () => lookUp('29', afresh())));
    expect(asked).toHaveLength(1);
  });
});

describe('when the API is down', () => {
  test.each(['unavailable', 'timeout', 'throttled'] as const)(
    'after %s the earlier answer is shown, marked as such',
    async (code) => {
      const lookUp = start();
      await lookUp('29', options());
      const fetchedAt = time;
      time += 180_000;
      replies.set('29', new Failure(code));
      await expect(lookUp('29', options())).resolves.toMatchObject({
        incident: { id: '29' },
        fetchedAt,
        staleBecause: { code },
      });
    },
  );

  test.each(['not-found', 'missing-permission', 'not-provisioned', 'bad-credential'] as const)(
    'after %s nothing earlier is shown, then or later',
    async (code) => {
      const lookUp = start();
      await lookUp('29', options());
      time += 60_000;
      replies.set('29', new Failure(code));
      await expect(lookUp('29', options())).rejects.toMatchObject({ code });
      replies.set('29', new Failure('unavailable'));
      await expect(lookUp('29', options())).rejects.toMatchObject({ code: 'unavailable' });
    },
  );

  test('an answer of more than a day ago is not shown', async () => {
    const lookUp = start();
    await lookUp('29', options());
    time += 24 * 60 * 60 * 1000;
    replies.set('29', new Failure('unavailable'));
    await expect(lookUp('29', options())).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a merged answer is as old as its oldest part', async () => {
    const lookUp = start();
    replies.set('12', { redirectIncidentId: '29' });
    await lookUp('12', options());
    const first = time;
    time += 60_000;
    replies.set('12', new Failure('unavailable'));
    await expect(lookUp('12', options())).resolves.toMatchObject({
      fetchedAt: first,
      staleBecause: { code: 'unavailable' },
      mergedFrom: ['12'],
    });
  });
});

describe('the deadline', () => {
  test('ends a look-up as timeout, while others go on waiting for the same answer', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const incident = decodeGraphIncident({ id: '29', status: 'active' });
    const lookUp = createLookUp({
      source: {
        api: 'graph-v1.0',
        listsBySeverity: true,
        listIncidents: none,
        getIncident: () => held.then(() => incident),
      },
      cache: createIncidentCache({ freshMs: 0, now: () => 0 }),
    });
    const impatient = new AbortController();
    const first = lookUp('29', { signal: impatient.signal, trace: createTrace() });
    const second = lookUp('29', options());
    impatient.abort();
    await expect(first).rejects.toMatchObject({ code: 'timeout' });
    release();
    await expect(second).resolves.toMatchObject({ incident });
  });

  test('that has passed already asks nothing more', async () => {
    const lookUp = start();
    await expect(lookUp('29', { signal: AbortSignal.abort(), trace: createTrace() })).rejects.toMatchObject({
      code: 'timeout',
    });
  });
});
