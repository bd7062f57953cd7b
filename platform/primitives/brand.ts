/** A value of type `Base` that only its own constructor function can make, so that ids and dates cannot be confused. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
