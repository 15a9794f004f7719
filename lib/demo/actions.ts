"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { formFields } from "../action";
import { safeReturn } from "../auth/rules";
import { isDemo } from "../env";
import { InvalidInputError, NotFoundError } from "../errors";
import { isSameOrigin } from "../same-origin";
import { moveClock } from "./clock";
import { signInAsPersona } from "./sign-in";

/** One of the "Continue as …" buttons: `persona`, and perhaps `return`. */
export async function continueAsAction(form: FormData): Promise<void> {
  const { persona, return: target } = await ownFields(form);
  const home = await orNotFound(signInAsPersona(String(persona)));
  redirect((safeReturn(target) ?? home) as Route);
}

/** The small control in the banner: `advance` is an ISO 8601 duration. The page is shown again, as of then. */
export async function advanceClockAction(form: FormData): Promise<void> {
  const { advance } = await ownFields(form);
  await orNotFound(moveClock({ advance: String(advance) }));
  revalidatePath("/", "layout");
}

async function ownFields(form: FormData): Promise<Record<string, string | string[]>> {
  if (!isDemo() || !isSameOrigin(await headers()) || !(form instanceof FormData)) notFound();
  return formFields(form);
}

async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidInputError) notFound();
    throw error;
  }
}
