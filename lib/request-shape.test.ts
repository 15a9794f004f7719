import { expect, test } from "vitest";
import { isReadableAddress, shapeOfPost } from "./request-shape";

const page = "http://localhost:3000/sign-in";
const action = { "next-action": "7ff7" };

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(page, { method: "POST", body, headers });
}

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

test.each<[string, Request]>([
  ["a form without scripts", post(form({ $ACTION_ID_4020: "", persona: "approver" }))],
  [
    "the same with a state",
    post(
      form({
        $ACTION_REF_1: "",
        "$ACTION_1:0": '{"id":"7f","bound":"$@1"}',
        "$ACTION_1:1": "[null]",
        $ACTION_KEY: "k",
        email: "a@b.co",
      }),
    ),
  ],
  ["a form with scripts", post(form({ _1_email: "a@b.co", "0": '[null,"$K1"]' }), action)],
  ["a button alone, a form without fields", post(form({ "0": '["$K1"]' }), action)],
  [
    "a state that begins with a dollar",
    post(form({ _1_a: "$9:then", "0": '[{"ok":false,"message":"$$12.00"},"$K1"]' }), action),
  ],
  ["a call without arguments", post("[]", { ...action, "content-type": "text/plain;charset=UTF-8" })],
  [
    "a state of any kind of value",
    post(form({ "0": '[["0190","$undefined","$n12","$D2026-01-01T00:00:00.000Z"],"$K1"]' }), action),
  ],
  ["no action at all", post("a=b")],
])("what React sends passes: %s", async (_, request) => {
  expect(await shapeOfPost(request)).toBe("fine");
});

const multipart = { "content-type": "multipart/form-data; boundary=x" };

test.each<[string, Request]>([
  ["no multipart", post("garbage", multipart)],
  ["a cut part", post('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nzzz', multipart)],
  ["no boundary", post("garbage", { "content-type": "multipart/form-data" })],
  ["arguments that are no JSON", post(form({ "0": "garbage" }), action)],
  ["no arguments", post(form({ "1": "x" }), action)],
  ["values where the form belongs", post(form({ "0": '[null,{"requestId":"1"}]' }), action)],
  ["a form that is not the last argument", post(form({ "0": '["$K1",null]' }), action)],
  ["no argument at all beside a form", post(form({ _1_a: "b", "0": "[]" }), action)],
  ["arguments without a form", post('[null,"0190"]', { ...action, "content-type": "text/plain" })],
  ["a file for arguments", post(form({ "0": new Blob(["[]"]) }), action)],
  ["a part that is not there", post(form({ "0": '[null,"$Q1"]' }), action)],
  ["a reference into nothing", post('["$9:then"]', { ...action, "content-type": "text/plain" })],
  ["a reference to a prototype", post('["$1:__proto__:then"]', { ...action, "content-type": "text/plain" })],
  ["great depth", post("[".repeat(5_000) + "]".repeat(5_000), { ...action, "content-type": "text/plain" })],
  ["another type", post("a=b", { ...action, "content-type": "application/x-www-form-urlencoded" })],
  [
    "bound arguments that are no JSON",
    post(form({ $ACTION_REF_1: "", "$ACTION_1:0": '{"id":"7f","bound":"$@1"}', "$ACTION_1:1": "garbage" })),
  ],
  ["a bound action that is not there", post(form({ $ACTION_REF_1: "" }))],
])("garbage is the sender's fault: %s", async (_, request) => {
  expect(await shapeOfPost(request)).toBe("malformed");
});

test("a body ends at a megabyte, announced or not", async () => {
  const text = "a".repeat(1_000_001);
  expect(await shapeOfPost(post(text))).toBe("too-large");
  const stream = new Blob([text]).stream();
  expect(await shapeOfPost(new Request(page, { method: "POST", body: stream, duplex: "half" } as RequestInit))).toBe(
    "too-large",
  );
});

test("an address is readable text without NUL", () => {
  for (const fine of ["/", "/ab/jobs/approvals?q=100%25+%C3%A4", "/d/abc-_"])
    expect(isReadableAddress(fine), fine).toBe(true);
  for (const bad of ["/d/%ff", "/d/%E0%A4%A", "/ab?q=%00", "/%", "/ab?q=%zz"])
    expect(isReadableAddress(bad), bad).toBe(false);
});
