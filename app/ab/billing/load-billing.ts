import "server-only";
import { notFound } from "next/navigation";
import { canSeeBilling } from "@/lib/billing/rules";
import { loadWorkspace } from "../workspace";

/** The frame of the company for people who see its billing; for everybody else there is nothing here. */
export async function loadBilling() {
  const workspace = await loadWorkspace();
  if (!canSeeBilling(workspace.actor)) notFound();
  return workspace;
}
