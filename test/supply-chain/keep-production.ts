import { z } from 'zod';
import type { LockedPackage } from './read-lock.ts';

const billSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/** A bill of materials in CycloneDX's JSON, as far as it is read here. */
export type Bill = z.infer<typeof billSchema>;

/**
 * Leaves those packages in npm's bill of materials that ship.
 *
 * `npm sbom --omit dev` can not do it: it leaves out whatever a devDependency needs, even if the bot needs it, too
 * (https://github.com/npm/cli/issues/7909; here a third, @azure/identity among it). Nor can its mark "development": of
 * one version in two places it knows one. So the lock decides, by names and versions, as npm's references do.
 *
 * @throws RangeError where a package that ships is missing
 */
export function keepProduction(npmBill: unknown, packages: readonly LockedPackage[], name: string): Bill {
  const bill = billSchema.parse(npmBill);
  const shipped = packages.filter(({ dev }) => !dev);
  const refs = new Set(shipped.map(refOf));
  const has = new Set(bill.components.map((component) => component['bom-ref']));
  const missing = shipped.filter((each) => !each.optional && !has.has(refOf(each)));
  if (missing.length > 0) throw new RangeError(`Run npm ci first, there is no ${missing.map(refOf).join(', ')}`);

  const { metadata, components, dependencies } = bill;
  const own = metadata.component['bom-ref'];
  return {
    ...bill,
    // npm names the project for the folder it is in.
    metadata: { ...metadata, component: { ...metadata.component, name } },
    components: components.filter((each) => refs.has(each['bom-ref'])).map((each) => ({ ...each, properties: [] })),
    dependencies: dependencies
      .filter(({ ref }) => ref === own || refs.has(ref))
      .map((each) => ({ ...each, dependsOn: [...new Set(each.dependsOn.filter((ref) => refs.has(ref)))] })),
  };
}

const refOf = ({ name, version }: LockedPackage) => `${name}@${version}`;
