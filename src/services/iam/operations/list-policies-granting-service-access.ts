// ListPoliciesGrantingServiceAccess: by which policies a user, group or role reaches each service.

import type {
  ListPoliciesGrantingServiceAccessCommandInput,
  ListPoliciesGrantingServiceAccessCommandOutput,
} from "@aws-sdk/client-iam";
import { isService } from "../../../iam/service-names.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { grantingPolicies } from "../access-advisor/granting-policies.ts";
import { entityOfArn } from "../access-advisor/report.ts";
import { invalidArn, serviceNotFound } from "../errors.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const listPoliciesGrantingServiceAccess = defineOperation<
  Input<ListPoliciesGrantingServiceAccessCommandInput>,
  ListPoliciesGrantingServiceAccessCommandOutput
>("ListPoliciesGrantingServiceAccess", (input, { store, account }) => {
  const { Arn: arn, ServiceNamespaces: namespaces } = input;
  for (const namespace of namespaces) if (!isService(namespace)) throw serviceNotFound(namespace);
  const found = store.read((tx) => {
    const entity = entityOfArn(tx, account, arn);
    if (entity === undefined) throw invalidArn(arn);
    return [...new Set(namespaces)].map((ServiceNamespace) => ({
      ServiceNamespace,
      Policies: [...grantingPolicies(tx, account, entity.kind, entity.record, ServiceNamespace)],
    }));
  });
  // AWS: it takes no MaxItems.
  const page = pageOf(found, { Marker: input.Marker, MaxItems: 200 }, ({ ServiceNamespace }) => ServiceNamespace);
  return { PoliciesGrantingServiceAccess: [...page.items], ...pageMembers(page) };
});
