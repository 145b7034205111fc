/** What the parameters of built-in functions stand for, by their names in the signatures; `function.name` comes first. */
const text = `
… More of the same
aad More data that decrypting must be given alike
accuracy How exact, 10000 unless given; more takes memory
allowDifferentK Whether sketches of other sizes may be merged; false
arg Argument of the method
array An array
array1 First array
array2 Second array
array_of_structs An array of structs
array_or_map An array or a map
arrays An array of arrays
ascending Whether the smallest comes first; true
atan2.x X coordinate
atan2.y Y coordinate
base The base
binary Bytes
bins How many bins
bitmap A bitmap
bits 224, 256, 384 or 512; 0 means 256
buckets How many buckets
bytes Bytes
characters Characters to take away; blanks unless given
charset Such as UTF-8
class Name of a Java class
code Code point of the character
collation Such as UTF8_LCASE or UNICODE_CI
comparator Lambda (left, right) that gives a negative number, 0 or a positive one
condition What has to be true
confidence How sure the estimate is, 0 to 1
count How many; from the right when negative
country Two letters, such as US
csv A line of CSV
date A date
day Day of the month
days How many days
dayOfWeek Such as MONDAY
decimals Digits behind the point, or a pattern
default Value when there is no such row or no match
delimiter Text between the parts
descriptor File with the Protobuf descriptor
digitChar What stands for digits; n
dividend What is divided
divisor What it is divided by
duration Such as 10 minutes
element An element
else Value when it is not true
end The later one
entries An array of key and value structs
eps Error that is borne, above 0
exponent The exponent
expr Any value
field What to take, such as YEAR
finish Lambda that turns the sum into the result
format A pattern; the usual form unless given
frequency How often each value counts
from Characters to replace
fromBase Base it is written in, 2 to 36
function A lambda
gap Such as 5 minutes, after which a new session begins
group Number of the group in the pattern; 0 is all of it
hour 0 to 23
hours How many hours
ignoreNulls Whether NULL is passed over; false
index Position, from 0
input The value to work on
isNull Value when it is NULL
iv Initialization vector, random unless given
json JSON text
k How many
key A key
keys An array of keys
keyValueDelimiter Text between key and value; :
language Two letters, such as en
left The left one
length How many characters or elements
levenshtein.threshold Distances beyond it give -1
lgConfigK Size of the sketch as a power of two, 4 to 21; 12
lgNomEntries Size of the sketch as a power of two; 12
limit Parts at most; all unless given
list Values with commas between
locate.position Where to begin, from 1
lowerChar What stands for small letters; x
map A map
map1 First map
map2 Second map
max The largest
maxItemsTracked Values watched at a time
merge Lambda (sum, element) that gives the new sum
message Text of the error, or name of the message
method Name of the method
microseconds Microseconds since 1970
milliseconds Milliseconds since 1970
min The smallest
minute 0 to 59
minutes How many minutes
mode GCM, CBC or ECB
month 1 to 12
months How many months
n Which one, from 1
ntile.n How many parts
name Name of a field
notNull Value when it is not NULL
nullReplacement What stands for NULL; NULL is left out unless given
number A number
offset How many rows away; 1
options Options as a map
ordering What the rows are compared by
other The other value
otherChar What stands for other characters; they stay unless given
pad What to fill with; blanks
padding PKCS or NONE
pairDelimiter Text between the pairs; ,
part Which part
parse_url.part HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO
parse_url.key Name of the query parameter
try_parse_url.part HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO
try_parse_url.key Name of the query parameter
path Where in it, such as $.a.b[0]
xpath.path An XPath
pattern A Java regular expression
percentage 0 to 1, or an array of them
position Position, from 1; from the end when negative
precision Digits of the fraction, 0 to 6
predicate Lambda that gives true or false
regex A Java regular expression
relativeSD Error that is borne, 0.05 unless given
replace What comes in its place
replacement What comes in its place
result Value for that one
right The right one
roundOff Whether to round to 8 digits; true
scale Decimals to keep; 0
schema Columns and types, such as id INT, name STRING
search What to look for
second 0 to 59, with a fraction
seconds Seconds, since 1970 where they are a time
seed Makes the result the same again
separator Text between the values
sketch A sketch
sketch1 First sketch
sketch2 Second sketch
slide Distance from one window to the next; the duration
source A date, timestamp or interval
sourceTz Zone the time is in; the session's
start The first one
aggregate.start Sum to begin with
reduce.start Sum to begin with
window.start Offset of the windows, such as 5 minutes
slice.start Position, from 1; from the end when negative
step Distance between two; 1, or one day
stop The last one, itself included
string A text
struct A struct
substring The text to find
targetTz Zone to show it in
text A text
then Value when it is true
time A time of day
times How often
timestamp A timestamp
timestamp1 The later timestamp
timestamp2 The earlier timestamp
to Characters that come in their place
toBase Base to write it in, 2 to 36
type A type as text, such as int
unit Such as YEAR, MONTH, DAY or HOUR
upperChar What stands for capitals; X
url A URL
value A value
values An array of values
variant A variant
weeks How many weeks
window A window
x The independent value
xml XML text
y The dependent value
year The year
years How many years
zone Such as Europe/Berlin
a The first number
b The second number
`;

const words = new Map(
  text
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
);

/** What a parameter of a function is; empty where its name says it. */
export function parameterWords(name: string, parameter: string): string {
  return words.get(`${name}.${parameter}`) ?? words.get(parameter) ?? '';
}
