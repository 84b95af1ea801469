// AWS::IAM::Policy: one inline policy, put on roles, users and groups.

import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { applyToEntities, ENTITY_LISTS, POLICIES_OF } from "./entity-policies.ts";
import { documentOf, ifThere, textOf, textsOf } from "./properties.ts";

/** An inline policy. Ref is an id that names nothing in IAM. */
export const policyType: ResourceType = {
  typeName: "AWS::IAM::Policy",
  properties: ["Groups", "PolicyDocument", "PolicyName", "Roles", "Users"],

  async create(properties, context) {
    const physicalId = context.generateName({ maxLength: 128 });
    context.identify(physicalId);
    await applyToEntities(context, properties, {}, actions(properties, {}));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async read(_physicalId, context, known = {}) {
    const name = textOf(known, "PolicyName") ?? "";
    const holders: Partial<Record<(typeof ENTITY_LISTS)[number], string[]>> = {};
    const documents: unknown[] = [];
    for (const list of ENTITY_LISTS) {
      const policies = POLICIES_OF[list](context.aws.iam);
      for (const entity of textsOf(known, list)) {
        const found = await ifThere(() => policies.get(entity, name));
        if (found === undefined) continue;
        (holders[list] ??= []).push(entity);
        documents.push(JSON.parse(decodeURIComponent(found.PolicyDocument ?? "{}")));
      }
    }
    // Where its holders no longer agree, the document that was changed is what the reader must see.
    const applied = documentOf(known["PolicyDocument"]);
    const document = documents.find((live) => documentOf(live) !== applied) ?? documents[0];
    return document === undefined ? undefined : { PolicyName: name, PolicyDocument: document, ...holders };
  },

  async update(physicalId, properties, previous, context) {
    const [name, nameBefore] = [textOf(properties, "PolicyName"), textOf(previous, "PolicyName")];
    await applyToEntities(context, properties, previous, actions(properties, previous));
    // Under a new name it is another policy: the old one goes from everyone.
    if (name !== nameBefore) await applyToEntities(context, {}, previous, actions({}, previous));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(_physicalId, properties, context) {
    await applyToEntities(context, {}, properties, actions({}, properties));
  },
};

function actions(properties: Properties, previous: Properties): Parameters<typeof applyToEntities>[3] {
  const name = textOf(properties, "PolicyName") ?? "";
  const nameBefore = textOf(previous, "PolicyName") ?? "";
  const document = documentOf(properties["PolicyDocument"]);
  return {
    add: (policies, entity) => policies.put(entity, name, document),
    remove: (policies, entity) => policies.remove(entity, nameBefore),
    isChanged: name !== nameBefore || document !== documentOf(previous["PolicyDocument"]),
  };
}
