import fc from 'fast-check';
import { Failure } from '../../../src/incidents/failure.ts';
import { createSource } from '../../../src/incidents/sources/create-source.ts';
import { sampleIncidents } from '../../../src/sandbox/sample-incidents.ts';
import { writeIncident } from '../../../src/sandbox/wire-forms.ts';
import { fuzzOptions } from '../../support/fuzz-options.ts';
import { allApis, createTrace } from '../../support/sources.ts';

const forms = { 'graph-v1.0': 'v1.0', 'graph-beta': 'beta', 'defender-xdr': 'defender' } as const;

/** A body that is anything, or an incident with some of its fields replaced by anything, alone or in a list. */
function bodies(api: (typeof allApis)[number]): fc.Arbitrary<string> {
  const documented = sampleIncidents.get('29');
  if (documented === undefined) throw new RangeError('no sample 29');
  const whole = writeIncident(documented, forms[api], true) as Record<string, unknown>;
  const fields = fc.dictionary(fc.constantFrom(...Object.keys(whole), '__proto__', '@odata.nextLink'), fc.jsonValue(), {
    maxKeys: 4,
  });
  const incident = fields.map((changes) => ({ ...whole, ...changes }));
  const list = fc.record({ value: fc.oneof(fc.array(fc.oneof(incident, fc.jsonValue())), fc.jsonValue()) });
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    incident.map((each) => JSON.stringify(each)),
    list.map((each) => JSON.stringify(each)),
    fc.nat(5_000).map((depth) => '[{"a":'.repeat(depth)),
  );
}

test.each(allApis)(
  'for any body of %s, there is the incident that was asked for, a list, or a failure',
  async (api) => {
    await fc.assert(
      fc.asyncProperty(bodies(api), async (body) => {
        const answer = async () => body;
        const source = createSource(api, { get: answer, post: answer });
        const incident = await source.getIncident('29', createTrace()).catch((error: unknown) => error);
        expect(incident instanceof Failure ? incident.code : (incident as { id: unknown }).id).toMatch(
          /^(29|unavailable)$/,
        );
        const page = await source.listIncidents('open', undefined, createTrace()).catch((error: unknown) => error);
        if (page instanceof Failure) expect(page.code).toBe('unavailable');
        else expect(page).toMatchObject({ incidents: expect.any(Array), isLast: expect.any(Boolean) });
      }),
      fuzzOptions(200),
    );
  },
);
