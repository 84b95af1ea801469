// ListPlatformApplications: the account's applications in this region, in pages of 100.

import type { ListPlatformApplicationsCommandInput, ListPlatformApplicationsCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { applicationArn, describeApplication } from "../push.ts";
import { listPlatformApplications as listStored } from "../repo.ts";

export const listPlatformApplications = defineOperation<
  Input<ListPlatformApplicationsCommandInput>,
  ListPlatformApplicationsCommandOutput
>("ListPlatformApplications", (input, context) => {
  const [after] = parsePageToken(input.NextToken) ?? [];
  const page = context.store.read((tx) =>
    takePage(listStored(tx, context, after), ({ platform, name }) => [`${platform}/${name}`]),
  );
  return {
    PlatformApplications: page.items.map((application) => ({
      PlatformApplicationArn: applicationArn(context, application),
      Attributes: describeApplication(application),
    })),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
});
