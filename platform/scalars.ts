import { GraphQLScalarType, Kind } from 'graphql';
import { HubError } from './errors.ts';
import { parseCalendarDate, type CalendarDate } from './primitives/calendar-date.ts';

/** `CalendarDate` of `schema/scalars.graphql`: refuses a day that does not exist. */
export const calendarDateScalar = new GraphQLScalarType<CalendarDate, string>({
  name: 'CalendarDate',
  serialize: (value) => String(value),
  parseValue: (value) => parseDay(value),
  parseLiteral: (node) => parseDay(node.kind === Kind.STRING ? node.value : undefined),
});

/** `DateTime` of `schema/scalars.graphql`: moments leave the hub in UTC, and none are taken in. */
export const dateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize: (value) => new Date(value as string | number | Date).toISOString(),
  parseValue: (value) => parseMoment(value),
  parseLiteral: (node) => parseMoment(node.kind === Kind.STRING ? node.value : undefined),
});

/** Resolvers of the scalars that all subgraphs share. */
export const scalarResolvers = { CalendarDate: calendarDateScalar, DateTime: dateTimeScalar };

function parseDay(value: unknown): CalendarDate {
  const date = typeof value === 'string' ? parseCalendarDate(value) : undefined;
  if (date === undefined) throw new HubError('INVALID_DATE');
  return date;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

function parseMoment(value: unknown): string {
  if (typeof value !== 'string' || !MOMENT.test(value) || Number.isNaN(Date.parse(value)))
    throw new HubError('INVALID_DATE');
  return new Date(value).toISOString();
}
