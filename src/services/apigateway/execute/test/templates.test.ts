// Goal: mapping templates make what AWS's documentation shows. Method: the documentation's examples, rendered for a call of its API.

import { describe, expect, test } from "vitest";
import { sharedYard } from "../../../../testing/harness.ts";
import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { renderMapping, type Rendered } from "../templates.ts";

const yard = await sharedYard();

/** POST /things/abc?name=Ada of the stage "prod". */
function callWith(
  changes: { readonly authorizer?: Record<string, unknown>; readonly variables?: Record<string, string> } = {},
): Call {
  return {
    yard: yard.yard.context,
    scope: { account: "111122223333", region: "us-east-1" },
    target: {
      apiId: "abcd1234ef",
      fullPath: "/prod/things/abc",
      deploymentId: "dep",
      stage: { stageName: "prod" },
      variables: changes.variables ?? {},
    },
    deployed: { api: { endpointConfiguration: { types: ["REGIONAL"] } } },
    resource: { id: "res123", path: "/things/{id}" },
    method: { httpMethod: "POST" },
    pathParameters: { id: "abc" },
    request: {
      method: "POST",
      headers: [
        ["User-Agent", "curl/7.84.0"],
        ["X-It", 'it\'s "so"'],
      ],
      query: [["name", "Ada"]],
      sourceIp: "192.0.2.1",
      requestId: "req-1",
      host: "abcd1234ef.execute-api.localhost",
      body: new Uint8Array(),
    },
    facts: {
      integration: {},
      apiKey: { id: "k", value: "MyTestKey" },
      ...(changes.authorizer && { authorizer: changes.authorizer }),
    },
    startedAtMs: 0,
    extendedRequestId: "ext=",
  } as unknown as Call;
}

function render(template: string, body = "", call = callWith()): Rendered {
  return renderMapping(template, call, body, "request");
}

const json = (template: string, body = "", call = callWith()): unknown => JSON.parse(render(template, body, call).text);

// AWS: "Examples using variables for mapping template transformations for API Gateway".
describe("the documentation's examples", () => {
  test("1: context variables", () => {
    const template = `{ "stage" : "$context.stage", "request_id" : "$context.requestId", "api_id" : "$context.apiId", "resource_path" : "$context.resourcePath",
      "resource_id" : "$context.resourceId", "http_method" : "$context.httpMethod", "source_ip" : "$context.identity.sourceIp", "user-agent" : "$context.identity.userAgent",
      "account_id" : "$context.identity.accountId", "api_key" : "$context.identity.apiKey", "caller" : "$context.identity.caller" }`;
    expect(json(template)).toEqual({
      stage: "prod",
      request_id: "req-1",
      api_id: "abcd1234ef",
      resource_path: "/things/{id}",
      resource_id: "res123",
      http_method: "POST",
      source_ip: "192.0.2.1",
      "user-agent": "curl/7.84.0",
      account_id: "",
      api_key: "MyTestKey",
      caller: "",
    });
  });

  test("2: all parameters", () => {
    const template = `#set($allParams = $input.params())
{
  "params" : {
    #foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
    "$type" : {
      #foreach($paramName in $params.keySet())
      "$paramName" : "$util.escapeJavaScript($params.get($paramName)).replaceAll("\\\\'","'")"
      #if($foreach.hasNext),#end
      #end
    }
    #if($foreach.hasNext),#end
    #end
  }
}`;
    expect(json(template)).toEqual({
      params: {
        path: { id: "abc" },
        querystring: { name: "Ada" },
        header: { "User-Agent": "curl/7.84.0", "X-It": 'it\'s "so"' },
      },
    });
  });

  test("3 to 5: parameters, the body, and parts of it", () => {
    const body = '{ "mykey" : { "a" : [1, 2.50, 12345678901234567890] }, "things" : { "1" : {}, "2" : {}, "3" : {} } }';
    expect(render('{"name" : "$input.params(\'name\')", "body" : $input.json(\'$.mykey\')}', body).text).toBe(
      '{"name" : "Ada", "body" : {"a":[1,2.5,12345678901234567890]}}',
    );
    const things = `{ "id" : "$input.params('id')", "count" : "$input.path('$.things').size()", "things" : $input.json('$.things') }`;
    expect(json(things, body)).toEqual({ id: "abc", count: "3", things: { "1": {}, "2": {}, "3": {} } });
  });

  test("lists: $input.path('$.pets').count()", () => {
    const body =
      '[{"id":1,"type":"dog","price":249.99},{"id":2,"type":"cat","price":124.99},{"id":3,"type":"fish","price":0.99}]';
    expect(render("$input.path('$').count() $input.path('$')[1].type $input.path('$[0].price')", body).text).toBe(
      "3 cat 249.99",
    );
    const template = `#set($inputRoot = $input.path('$'))[
#foreach($elem in $inputRoot)
{ "description": "Item $elem.id is a $elem.type.", "askingPrice": $elem.price }#if($foreach.hasNext),#end

#end
]`;
    expect(json(template, body)).toEqual([
      { description: "Item 1 is a dog.", askingPrice: 249.99 },
      { description: "Item 2 is a cat.", askingPrice: 124.99 },
      { description: "Item 3 is a fish.", askingPrice: 0.99 },
    ]);
  });
});

// AWS: "Variables for data transformations for API Gateway".
describe("variables", () => {
  test("$util", () => {
    const body = JSON.stringify({ errorMessage: '{"key1":"var1","key2":{"arr":[1,2,3]}}' });
    const template = `#set ($errorMessageObj = $util.parseJson($input.path('$.errorMessage')))
{
  "errorMessageObjKey2ArrVal" : $errorMessageObj.key2.arr[0]
}`;
    expect(json(template, body)).toEqual({ errorMessageObjKey2ArrVal: 1 });
    expect(
      render(
        `$util.urlEncode("x=a+b c&d'*~") $util.urlDecode("a%2Bb+c") $util.base64Encode("hié") $util.base64Decode("aGk=")`,
      ).text,
    ).toBe("x%3Da%2Bb+c%26d%27*%7E a+b c aGnDqQ== hi");
    expect(render(`$util.escapeJavaScript($input.params('X-It')) $util.escapeJavaScript("a/b")`).text).toBe(
      `it\\'s \\"so\\" a\\/b`,
    );
  });

  test("$stageVariables and $context.authorizer", () => {
    const call = callWith({
      variables: { env: "dev" },
      authorizer: { principalId: "ada", numKey: "1", claims: { sub: "7" } },
    });
    expect(
      render(
        "$stageVariables.env $stageVariables['env'] ${stageVariables['env']} $context.authorizer.numKey $context.authorizer.claims.sub",
        "",
        call,
      ).text,
    ).toBe("dev dev dev 1 7");
  });

  test("$input where there is nothing", () => {
    expect(
      render("[$input.params('none')] [$input.path('$.none')] [$input.json('$.none')] [$input.body] [$input.json('$')]")
        .text,
    ).toBe('[] [] [""] [{}] [{}]');
    expect(render("$input.body", "plain").text).toBe("plain");
  });

  test("overrides", () => {
    // AWS: "Override your API's request and response parameters and status codes".
    const template = `#set($context.requestOverride.header.hostname = "mydomain.com")#set($context.requestOverride.path.itemPath = "$input.params('id')/x")
#set($context.requestOverride.header['x-many'] = ["1", "2"])#set($context.requestOverride.querystring.q = 5)#set($context.responseOverride.status = 400)body`;
    const { text, requestOverride, responseOverride } = render(template);
    expect([text, requestOverride, responseOverride.status]).toEqual([
      "body",
      {
        header: { hostname: ["mydomain.com"], "x-many": ["1", "2"] },
        path: { itemPath: "abc/x" },
        querystring: { q: ["5"] },
      },
      "400",
    ]);
  });
});

test("what cannot be rendered fails as AWS says", () => {
  const failure = (template: string, body = ""): Failure => {
    try {
      render(template, body);
    } catch (error) {
      if (error instanceof Failure) return error;
    }
    throw new RangeError("It was rendered.");
  };
  // AWS: type BAD_REQUEST_BODY: "Could not parse request body into json".
  expect(failure("$input.json('$')", "{nope}")).toMatchObject({ type: "BAD_REQUEST_BODY" });
  expect(failure("#if(true)")).toMatchObject({ type: "API_CONFIGURATION_ERROR", text: "Internal server error" });
  expect(failure("$util.parseJson('{')")).toMatchObject({ type: "API_CONFIGURATION_ERROR" });
  expect(
    failure("#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])x#end#end#end"),
  ).toMatchObject({ type: "API_CONFIGURATION_ERROR" });
  // LIMIT: AWS: 300 KB.
  expect(failure("x".repeat(301 * 1024))).toMatchObject({ type: "API_CONFIGURATION_ERROR" });
});
