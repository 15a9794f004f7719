import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Textarea } from "@/components/ui/textarea";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import { Field } from "./field";
import { FormErrors } from "./form-errors";
import { Outcome } from "./outcome";

const refused: ActionResult<"already-decided"> = {
  ok: false,
  reason: "already-decided",
  fieldErrors: { reason: ["Say why, in a sentence.", "Use at most 2,000 characters."] },
};

test("a field without errors is not invalid, and its label belongs to its control", () => {
  const html = renderToStaticMarkup(<Field label="Title" name="title" />);
  expect(html).toContain('for="field-title"');
  expect(html).toContain('id="field-title"');
  expect(html).toContain('name="title"');
  expect(html).not.toContain("aria-invalid=");
  expect(html).not.toContain("aria-describedby=");
});

test("hint and every error are described to whoever cannot see them", () => {
  const html = renderToStaticMarkup(
    <Field label="Reason" name="reason" hint="The requester reads it." errors={fieldErrors(refused, "reason")}>
      {(control) => <Textarea {...control} />}
    </Field>,
  );
  expect(html).toMatch(/<textarea[^>]*aria-invalid="true"/);
  expect(html).toMatch(/<textarea[^>]*aria-describedby="field-reason-hint field-reason-errors"/);
  expect(html).toContain('id="field-reason-hint"');
  expect(html).toContain('id="field-reason-errors"');
  expect(html).toContain("Say why, in a sentence.");
  expect(html).toContain("Use at most 2,000 characters.");
});

test("a field knows only its own errors, and none before the first attempt or after success", () => {
  expect(fieldErrors(refused, "title")).toEqual([]);
  expect(fieldErrors(null, "reason")).toEqual([]);
  expect(fieldErrors({ ok: true }, "reason")).toEqual([]);
});

test("the summary leads to each field by the id its field carries", () => {
  const html = renderToStaticMarkup(<FormErrors of={refused} labels={{ reason: "Reason" }} />);
  expect(html.match(/href="#field-reason"/g)).toHaveLength(2);
  expect(html).toContain("2 things to change.");
  expect(renderToStaticMarkup(<FormErrors of={null} labels={{}} />)).toBe("");
});

test("a refusal is told in the words of the deed, then in its own, then in the standard ones", () => {
  const says = { "already-decided": "Somebody decided this request a moment ago." };
  expect(outcome({ ok: false, reason: "already-decided" }, says)).toContain("a moment ago");
  expect(outcome({ ok: false, reason: "conflict", message: "Version 3 is shown now." }, says)).toContain("Version 3");
  expect(outcome({ ok: false, reason: "conflict" }, says)).toContain("Somebody changed this");
  expect(outcome({ ok: false, reason: "never-heard-of" }, says)).toContain("nothing was changed");
});

test("words travel as text, whatever they hold", () => {
  const html = outcome({ ok: false, reason: "x", message: "<img src=x onerror=alert(1)>" }, {});
  expect(html).not.toContain("<img");
});

function outcome(result: ActionResult, says: Record<string, string>): string {
  return renderToStaticMarkup(<Outcome of={result} says={says} />);
}
