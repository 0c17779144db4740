"use client";

import { RouteError, type RouteErrorProps } from "@/components/layout/route-error";

export default function ManagementKeysError(props: RouteErrorProps) {
  return <RouteError {...props} what="The management keys" />;
}
