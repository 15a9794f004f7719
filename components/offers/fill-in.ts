import type { ApprovedRequest } from "./approved-request";
import { valuesFromRequest } from "./prefill";
import { announceChange } from "./use-typed";

/** Writes what a request says into the form; description, message and people it does not name stay as typed. */
export function fillIn(form: HTMLFormElement | null, request: ApprovedRequest) {
  if (!form) return;
  const { milestones, tasks: _plan, ...values } = valuesFromRequest(request);
  const named = ["kind", "teamId", "title", "contractType", "rate", "weeklyHours", "startDate", "endDate"] as const;
  for (const name of named) setControl(form, name, values[name]);
  if (request.order !== null) setControl(form, "orderChoice", values.orderChoice);
  if (values.talentEmail) {
    setControl(form, "talentName", values.talentName);
    setControl(form, "talentEmail", values.talentEmail);
  }
  const [milestone] = milestones;
  const amounts = [...form.querySelectorAll<HTMLInputElement>('[name="milestoneAmount[]"]')];
  const title = form.querySelector<HTMLInputElement>('[name="milestoneTitle[]"]');
  const [first] = amounts;
  if (milestone && title && first && amounts.every((input) => input.value === "")) {
    title.value = milestone.title;
    first.value = milestone.amount;
  }
  announceChange(form);
}

function setControl(form: HTMLFormElement, name: string, value: string) {
  const control = form.elements.namedItem(name);
  if (control instanceof RadioNodeList || control instanceof HTMLInputElement || control instanceof HTMLSelectElement)
    control.value = value;
}
