// Explains a change of a unit: fetches what the bucket has of its last deployment, and compares.

import type { StackView } from "../cloud/stack-views.ts";
import { parseSources, sourcesKeyOf } from "../graph/sources.ts";
import { explainUnit } from "../graph/why.ts";
import type { WhyReason } from "../graph/why.ts";
import type { Standing } from "../release/record.ts";
import { templateKeyOf } from "../release/unit-version.ts";
import type { UnitVersion } from "../release/unit-version.ts";
import type { TemplateObject } from "../system/template.ts";
import type { ApplyScene, WantedUnit } from "./apply-unit.ts";

/** Why `wanted` is applied over what stands. */
export async function explainChange(
  { bucket, hotSwaps }: Pick<ApplyScene, "bucket" | "hotSwaps">,
  wanted: WantedUnit,
  values: Readonly<Record<string, string | null>>,
  stands: Standing | undefined,
  view: StackView | undefined,
): Promise<readonly WhyReason[]> {
  const read = async (key: string | undefined): Promise<string | undefined> =>
    key === undefined ? undefined : (await bucket.read(key))?.text;
  const sourcesKey = ({ sources }: UnitVersion): string | undefined =>
    sources === undefined ? undefined : sourcesKeyOf(sources);
  const { version } = wanted;
  const [oldTemplate, oldSources, sources] = await Promise.all([
    read(stands === undefined ? undefined : templateKeyOf(stands.version)),
    read(stands === undefined ? undefined : sourcesKey(stands.version)),
    wanted.sources ?? read(sourcesKey(version)),
  ]);
  const isThere = stands !== undefined && view !== undefined;
  const hidden = new Map(version.secrets.map((name) => [name, null]));
  return explainUnit(
    isThere
      ? {
          template: oldTemplate === undefined ? undefined : (JSON.parse(oldTemplate) as TemplateObject),
          artifacts: artifactsOf(stands.version),
          sources: parseSources(oldSources),
          values: { ...stands.values, ...Object.fromEntries(hidden) },
          bindings: stands.bindings,
        }
      : undefined,
    {
      template: JSON.parse(wanted.text) as TemplateObject,
      artifacts: artifactsOf(version),
      sources: parseSources(sources),
      values: { ...values, ...Object.fromEntries(hidden) },
      bindings: wanted.bindings,
    },
    {
      template: wanted.template,
      isHotSwapped: hotSwaps.has(version.unit),
      changedElsewhereAt: isThere && stands.changedAt !== view.changedAt ? view.changedAt : undefined,
      readsFromElsewhere: version.readsFromElsewhere,
    },
  );
}

function artifactsOf({ artifacts }: UnitVersion): Readonly<Record<string, string>> {
  return Object.fromEntries(artifacts.map(({ logicalId, key }) => [logicalId, key]));
}
