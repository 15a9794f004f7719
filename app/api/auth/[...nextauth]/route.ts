import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { headAnswer, problem } from "@/lib/http";

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's own endpoints, reading only: `session` answers, everything that would sign in or out does not exist here
 * (I9). Those are Server Actions, with a press by a person. The cookie keeps the life we gave it.
 */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.length !== 1 || nextauth[0] !== "session") return problem(404, "not-found", "There is nothing here.");
  const answer: Response = await NextAuth(authOptions())(request, context);
  const body = await answer.json();
  const person = body?.signedIn ? { name: body.signedIn.name, email: body.signedIn.email } : null;
  return Response.json({ person }, { headers: { "cache-control": "private, no-store" } });
}

export async function POST(): Promise<Response> {
  return problem(405, "method-not-allowed", "Sign in and out on the page /sign-in.");
}

export const HEAD = headAnswer;
