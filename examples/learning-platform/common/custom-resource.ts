// How a function is a custom resource: it is asked to create, update or delete something, and says how that went.

/** What CloudFormation asks. */
export interface CustomResourceRequest<Properties> {
  readonly RequestType: "Create" | "Update" | "Delete";
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
}

/** What became of it: its identity, where another one means a replacement, and its attributes. */
export interface CustomResourceResult {
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/** A handler that answers in any case: CloudFormation would wait for a long time. */
export function customResource<Properties>(
  act: (request: CustomResourceRequest<Properties>) => Promise<CustomResourceResult>,
) {
  return async (request: CustomResourceRequest<Properties>) => {
    const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = RequestId } = request;
    const names = { StackId, RequestId, LogicalResourceId, PhysicalResourceId };
    try {
      await respond(request.ResponseURL, { ...names, ...(await act(request)), Status: "SUCCESS" });
    } catch (error) {
      console.error(`${LogicalResourceId} failed`, error);
      await respond(request.ResponseURL, { ...names, Status: "FAILED", Reason: String(error) });
    }
  };
}

async function respond(url: string, answer: object): Promise<void> {
  // AWS: "Custom resource reference": the signed URL allows no content type.
  await fetch(url, { method: "PUT", body: JSON.stringify(answer), headers: { "content-type": "" } });
}
