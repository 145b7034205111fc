import { T } from '../token-kinds';

/** Units of an INTERVAL. */
export function isUnit(kind: T): boolean {
  switch (kind) {
    case T.YEAR:
    case T.YEARS:
    case T.MONTH:
    case T.MONTHS:
    case T.WEEK:
    case T.WEEKS:
    case T.DAY:
    case T.DAYS:
    case T.HOUR:
    case T.HOURS:
    case T.MINUTE:
    case T.MINUTES:
    case T.SECOND:
    case T.SECONDS:
    case T.MILLISECOND:
    case T.MILLISECONDS:
    case T.MICROSECOND:
    case T.MICROSECONDS:
    case T.NANOSECOND:
    case T.NANOSECONDS:
      return true;
    default:
      return false;
  }
}

/** Units that `dateadd` and its like take as a word. */
export function isDatetimeUnit(kind: T): boolean {
  switch (kind) {
    case T.YEAR:
    case T.QUARTER:
    case T.MONTH:
    case T.WEEK:
    case T.DAY:
    case T.DAYOFYEAR:
    case T.HOUR:
    case T.MINUTE:
    case T.SECOND:
    case T.MILLISECOND:
    case T.MICROSECOND:
      return true;
    default:
      return false;
  }
}
