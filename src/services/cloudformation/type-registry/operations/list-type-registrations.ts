// ListTypeRegistrations.

import type {
  ListTypeRegistrationsCommandInput,
  ListTypeRegistrationsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { nameOf } from "../find.ts";
import { listRegistrations } from "../repo.ts";

// LIMIT: AWS's largest page.
const PAGE = 100;

/** The tokens of registrations, newest first; those of one type where the request names it. */
export const listTypeRegistrations = defineOperation<
  Input<ListTypeRegistrationsCommandInput>,
  ListTypeRegistrationsCommandOutput
>("ListTypeRegistrations", (input, context) => {
  const { Type, TypeName, TypeArn: Arn, MaxResults = PAGE, NextToken } = input;
  // AWS: RegistrationStatusFilter: "The default is IN_PROGRESS".
  const { RegistrationStatusFilter: status = "IN_PROGRESS" } = input;
  const isOfAll = TypeName === undefined && Arn === undefined;
  const named = isOfAll ? undefined : nameOf({ Type, TypeName, Arn }, context).typeName;
  const isNone = isOfAll && (Type ?? "RESOURCE") !== "RESOURCE";
  const registrations = context.store
    .read((tx) => listRegistrations(tx, context))
    .filter((one) => !isNone && one.status === status && (named === undefined || one.typeName === named))
    .sort((left, right) => right.createdAtMs - left.createdAtMs || (left.versionId < right.versionId ? 1 : -1));
  const { items, ...next } = pageOf(registrations, NextToken, MaxResults);
  return { RegistrationTokenList: items.map(({ token }) => token), ...next };
});
