// The addresses of APIs, which templates put together by themselves.

import type { Target } from "./desired.ts";

const APIS: ReadonlySet<string> = new Set(["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"]);
const ADDRESS = /^(http|ws)s:\/\/([^./]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?=[/?]|$)/;

/**
 * DEVIATION: an output that is AWS's address of one of the stack's own APIs becomes the address where the API answers here. On AWS a REST
 * API has no attribute for it, so templates say `https://${Api}.execute-api.${AWS::Region}.amazonaws.com/prod`; whoever takes the
 * output, be it another stack, a test or a person, shall get what can be called.
 */
export function addressHere(value: string, target: Target, origin: string): string {
  const [address, scheme, apiId] = ADDRESS.exec(value) ?? [];
  if (address === undefined) return value;
  const isOwn = [...target.graph.keys()].some(
    (logicalId) =>
      APIS.has(target.template.resources.get(logicalId)?.typeName ?? "") && target.scope.ref(logicalId) === apiId,
  );
  if (!isOwn) return value;
  const { port } = new URL(origin);
  return `${scheme}://${apiId}.execute-api.localhost${port === "" ? "" : `:${port}`}${value.slice(address.length)}`;
}
