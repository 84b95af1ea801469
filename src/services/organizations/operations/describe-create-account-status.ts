// DescribeCreateAccountStatus: tells how far the making of an account is.

import type {
  DescribeCreateAccountStatusCommandInput,
  DescribeCreateAccountStatusCommandOutput,
} from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { showCreation } from "../creation.ts";
import { creationNotFound } from "../errors.ts";
import { inspect } from "../organization.ts";
import { loadPart } from "../repo.ts";

export const describeCreateAccountStatus = defineOperation<
  Input<DescribeCreateAccountStatusCommandInput>,
  DescribeCreateAccountStatusCommandOutput
>("DescribeCreateAccountStatus", (input, context) => {
  return inspect(context, (tx, { id }) => {
    const creation = loadPart(tx, id, "creation", input.CreateAccountRequestId);
    if (creation === undefined) throw creationNotFound();
    return { CreateAccountStatus: showCreation(creation) };
  });
});
