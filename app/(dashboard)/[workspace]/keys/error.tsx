"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function KeysError(props: RouteErrorProps) {
  return <RouteError {...props} what="The keys" />;
}
