"""Tables in, tables out: every row is answered as the service answers one item.

``job`` says what is asked, ``answers`` turns one batch of rows into columns, ``tables`` reads and writes files, and
``run`` carries a whole file through, in parts that an interrupted run can go on from.
"""
